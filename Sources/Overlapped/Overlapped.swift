// Overlapped

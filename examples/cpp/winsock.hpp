// Sockets, events and completion ports as C++ classes. The methods are named as the functions of Winsock are.
#pragma once

#include <winsock2.h>
#include <ws2tcpip.h>
#include <windows.h>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

class Failure : public std::runtime_error {
public:
    explicit Failure(const std::string &what, int code = WSAGetLastError())
        : std::runtime_error(what + ": error " + std::to_string(code)) {}
};

class Winsock {
public:
    Winsock() {
        WSADATA data;
        if (const int code = WSAStartup(MAKEWORD(2, 2), &data)) throw Failure("WSAStartup", code);
    }
    ~Winsock() { WSACleanup(); }
    Winsock(const Winsock &) = delete;
    Winsock &operator=(const Winsock &) = delete;
};

class Event {
public:
    Event() : handle_(CreateEvent(nullptr, TRUE, FALSE, nullptr)) {}
    ~Event() { CloseHandle(handle_); }
    Event(const Event &) = delete;
    Event &operator=(const Event &) = delete;
    void set() { SetEvent(handle_); }
    void wait() { WaitForSingleObject(handle_, INFINITE); }

private:
    HANDLE handle_;
};

class Socket {
public:
    Socket() : socket_(::socket(AF_INET, SOCK_STREAM, IPPROTO_TCP)) { check(socket_ != INVALID_SOCKET, "socket"); }
    explicit Socket(SOCKET s) : socket_(s) {}
    Socket(Socket &&other) noexcept : socket_(std::exchange(other.socket_, INVALID_SOCKET)) {}
    Socket &operator=(Socket &&other) noexcept {
        std::swap(socket_, other.socket_);
        return *this;
    }
    ~Socket() {
        if (socket_ != INVALID_SOCKET) closesocket(socket_);
    }

    void bind(u_short port) {
        const auto name = loopback(port);
        check(::bind(socket_, reinterpret_cast<const sockaddr *>(&name), sizeof name) == 0, "bind");
    }
    void listen() { check(::listen(socket_, SOMAXCONN) == 0, "listen"); }
    Socket accept() {
        Socket s(::accept(socket_, nullptr, nullptr));
        check(s.socket_ != INVALID_SOCKET, "accept");
        return s;
    }
    void connect(u_short port) {
        const auto name = loopback(port);
        check(::connect(socket_, reinterpret_cast<const sockaddr *>(&name), sizeof name) == 0, "connect");
    }
    void send(const std::string &text) { send(text.data(), text.size()); }
    void send(const char *bytes, std::size_t count) {
        check(::send(socket_, bytes, static_cast<int>(count), 0) == static_cast<int>(count), "send");
    }
    std::string recv(std::size_t count) {
        std::string text(count, '\0');
        check(::recv(socket_, &text[0], static_cast<int>(count), MSG_WAITALL) == static_cast<int>(count), "recv");
        return text;
    }
    // Whether there is something to receive within the time.
    bool select(long milliseconds) const {
        fd_set readable;
        FD_ZERO(&readable);
        FD_SET(socket_, &readable);
        timeval limit = {static_cast<decltype(timeval::tv_sec)>(milliseconds / 1000),
                         static_cast<decltype(timeval::tv_usec)>(milliseconds % 1000 * 1000)};
        return ::select(0, &readable, nullptr, nullptr, &limit) == 1;
    }
    void shutdown() { ::shutdown(socket_, SD_SEND); }
    u_short port() const {
        sockaddr_in name{};
        int length = sizeof name;
        check(getsockname(socket_, reinterpret_cast<sockaddr *>(&name), &length) == 0, "getsockname");
        return ntohs(name.sin_port);
    }
    SOCKET get() const { return socket_; }

private:
    static void check(bool holds, const char *what) {
        if (!holds) throw Failure(what);
    }
    static sockaddr_in loopback(u_short port) {
        sockaddr_in name{};
        name.sin_family = AF_INET;
        name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        name.sin_port = htons(port);
        return name;
    }
    SOCKET socket_;
};

class Port {
public:
    using Callback = std::function<void(DWORD error, DWORD count)>;

    Port() : port_(CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 1)) {}
    ~Port() { CloseHandle(port_); }
    Port(const Port &) = delete;
    Port &operator=(const Port &) = delete;

    void bind(const Socket &s) {
        if (CreateIoCompletionPort(reinterpret_cast<HANDLE>(s.get()), port_, 0, 0) == nullptr)
            throw Failure("CreateIoCompletionPort");
    }
    void recv(const Socket &s, WSABUF buffer, Callback then) {
        start("WSARecv", std::move(then), [&](OVERLAPPED *o) {
            DWORD flags = 0;
            return WSARecv(s.get(), &buffer, 1, nullptr, &flags, o, nullptr);
        });
    }
    void send(const Socket &s, WSABUF buffer, Callback then) {
        start("WSASend", std::move(then), [&](OVERLAPPED *o) { return WSASend(s.get(), &buffer, 1, nullptr, 0, o, nullptr); });
    }
    void stop() { PostQueuedCompletionStatus(port_, 0, 0, nullptr); }
    // Calls the callbacks of what completes, until stop() is called.
    void run() {
        for (;;) {
            DWORD count = 0;
            ULONG_PTR key = 0;
            OVERLAPPED *overlapped = nullptr;
            const BOOL succeeded = GetQueuedCompletionStatus(port_, &count, &key, &overlapped, INFINITE);
            if (overlapped == nullptr) return;
            std::unique_ptr<Operation> operation(static_cast<Operation *>(overlapped));
            operation->then(succeeded ? 0 : GetLastError(), count);
        }
    }

private:
    // Lives from the call until its completion has been taken from the port.
    struct Operation : OVERLAPPED {
        explicit Operation(Callback c) : OVERLAPPED{}, then(std::move(c)) {}
        Callback then;
    };
    template <class Call> void start(const char *what, Callback then, Call call) {
        auto operation = std::make_unique<Operation>(std::move(then));
        if (call(operation.get()) == SOCKET_ERROR && WSAGetLastError() != WSA_IO_PENDING) throw Failure(what);
        static_cast<void>(operation.release());     // the port's now
    }
    HANDLE port_;
};

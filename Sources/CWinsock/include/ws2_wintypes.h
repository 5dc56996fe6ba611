// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// The basic types of Windows: integers, handles, strings, and the structures of kernel32. LONG is 32 bits wide.
#ifndef WS2_WS2_WINTYPES_H
#define WS2_WS2_WINTYPES_H

#include "ws2_base.h"

#ifndef WS2_PREFIXED_TAGS
#include "ws2_timeval.h"
#else
struct timeval {
  int tv_sec;
  int tv_usec;
};
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef unsigned char u_char;
typedef unsigned short u_short;
typedef unsigned int u_long;
typedef unsigned int u_int;
typedef unsigned long long UINT_PTR;
typedef unsigned short WORD;
typedef unsigned int ULONG;
typedef unsigned int DWORD;
typedef struct _GUID {
  unsigned int Data1;
  unsigned short Data2;
  unsigned short Data3;
  unsigned char Data4[8];
} GUID;
typedef char CHAR;
typedef wchar_t WCHAR;
struct HWND__;
typedef struct HWND__ *HWND;
typedef unsigned int UINT;
typedef UINT_PTR WPARAM;
typedef void *HANDLE;
typedef unsigned long long ULONG_PTR;
typedef int INT;
typedef CHAR *LPSTR;
typedef GUID *LPGUID;
struct tagBLOB;
typedef struct tagBLOB *LPBLOB;
typedef WCHAR *LPWSTR;
typedef void *LPVOID;
typedef int WINBOOL;
typedef unsigned char BYTE;
typedef struct tagBLOB {
  ULONG cbSize;
  BYTE *pBlobData;
} BLOB;
typedef WCHAR *PWSTR;
typedef BYTE BOOLEAN;
typedef unsigned long long UINT64;
typedef unsigned short USHORT;
typedef unsigned char UCHAR;
typedef unsigned long long ULONG64;
typedef const CHAR *LPCSTR;
typedef const WCHAR *LPCWSTR;
typedef struct _TRANSMIT_FILE_BUFFERS {
  LPVOID Head;
  DWORD HeadLength;
  LPVOID Tail;
  DWORD TailLength;
} TRANSMIT_FILE_BUFFERS;
typedef int LONG;
typedef long long LONGLONG;
typedef union _LARGE_INTEGER {
  __extension__ struct {
    DWORD LowPart;
    LONG HighPart;
  };
  struct {
    DWORD LowPart;
    LONG HighPart;
  } u;
  LONGLONG QuadPart;
} LARGE_INTEGER;
typedef void *PVOID;
typedef ULONG_PTR SIZE_T;
typedef DWORD *LPDWORD;
typedef unsigned long long u_int64;
typedef ULONG_PTR DWORD_PTR;
typedef struct _TRANSMIT_FILE_BUFFERS *PTRANSMIT_FILE_BUFFERS;
typedef struct _TRANSMIT_FILE_BUFFERS *LPTRANSMIT_FILE_BUFFERS;
typedef struct _OVERLAPPED {
  ULONG_PTR Internal;
  ULONG_PTR InternalHigh;
  __extension__ union {
    __extension__ struct {
      DWORD Offset;
      DWORD OffsetHigh;
    };
    PVOID Pointer;
  };
  HANDLE hEvent;
} OVERLAPPED;
typedef struct _OVERLAPPED *LPOVERLAPPED;
typedef struct _OVERLAPPED_ENTRY {
  ULONG_PTR lpCompletionKey;
  LPOVERLAPPED lpOverlapped;
  ULONG_PTR Internal;
  DWORD dwNumberOfBytesTransferred;
} OVERLAPPED_ENTRY;
typedef struct _SECURITY_ATTRIBUTES {
  DWORD nLength;
  LPVOID lpSecurityDescriptor;
  WINBOOL bInheritHandle;
} SECURITY_ATTRIBUTES;
typedef unsigned long long ULONGLONG;
typedef union _ULARGE_INTEGER {
  __extension__ struct {
    DWORD LowPart;
    DWORD HighPart;
  };
  struct {
    DWORD LowPart;
    DWORD HighPart;
  } u;
  ULONGLONG QuadPart;
} ULARGE_INTEGER;
typedef struct _FILETIME {
  DWORD dwLowDateTime;
  DWORD dwHighDateTime;
} FILETIME;
typedef struct _SYSTEMTIME {
  WORD wYear;
  WORD wMonth;
  WORD wDayOfWeek;
  WORD wDay;
  WORD wHour;
  WORD wMinute;
  WORD wSecond;
  WORD wMilliseconds;
} SYSTEMTIME;
typedef struct _SYSTEM_INFO {
  __extension__ union {
    DWORD dwOemId;
    __extension__ struct {
      WORD wProcessorArchitecture;
      WORD wReserved;
    };
  };
  DWORD dwPageSize;
  LPVOID lpMinimumApplicationAddress;
  LPVOID lpMaximumApplicationAddress;
  DWORD_PTR dwActiveProcessorMask;
  DWORD dwNumberOfProcessors;
  DWORD dwProcessorType;
  DWORD dwAllocationGranularity;
  WORD wProcessorLevel;
  WORD wProcessorRevision;
} SYSTEM_INFO;
struct _RTL_CRITICAL_SECTION_DEBUG;
typedef struct _RTL_CRITICAL_SECTION_DEBUG *PRTL_CRITICAL_SECTION_DEBUG;
typedef struct _RTL_CRITICAL_SECTION {
  PRTL_CRITICAL_SECTION_DEBUG DebugInfo;
  LONG LockCount;
  LONG RecursionCount;
  HANDLE OwningThread;
  HANDLE LockSemaphore;
  ULONG_PTR SpinCount;
} RTL_CRITICAL_SECTION;
typedef RTL_CRITICAL_SECTION CRITICAL_SECTION;
typedef struct _RTL_SRWLOCK {
  PVOID Ptr;
} RTL_SRWLOCK;
typedef RTL_SRWLOCK SRWLOCK;
typedef struct _RTL_CONDITION_VARIABLE {
  PVOID Ptr;
} RTL_CONDITION_VARIABLE;
typedef RTL_CONDITION_VARIABLE CONDITION_VARIABLE;
typedef struct _RTL_RUN_ONCE {
  PVOID Ptr;
} RTL_RUN_ONCE;
typedef RTL_RUN_ONCE INIT_ONCE;
typedef union _SLIST_HEADER {
  __extension__ struct {
    ULONGLONG Alignment;
    ULONGLONG Region;
  };
  struct {
    ULONGLONG Depth:16;
    ULONGLONG Sequence:9;
    ULONGLONG NextEntry:39;
    ULONGLONG HeaderType:1;
    ULONGLONG Init:1;
    ULONGLONG Reserved:59;
    ULONGLONG Region:3;
  } Header8;
  struct {
    ULONGLONG Depth:16;
    ULONGLONG Sequence:48;
    ULONGLONG HeaderType:1;
    ULONGLONG Reserved:3;
    ULONGLONG NextEntry:60;
  } HeaderX64;
} __attribute__((aligned(16))) SLIST_HEADER;
typedef struct _SLIST_ENTRY {
  struct _SLIST_ENTRY *Next;
} __attribute__((aligned(16))) SLIST_ENTRY;
typedef struct _LIST_ENTRY {
  struct _LIST_ENTRY *Flink;
  struct _LIST_ENTRY *Blink;
} LIST_ENTRY, *PLIST_ENTRY, *PRLIST_ENTRY;
typedef struct _SINGLE_LIST_ENTRY {
  struct _SINGLE_LIST_ENTRY *Next;
} SINGLE_LIST_ENTRY, *PSINGLE_LIST_ENTRY;
typedef DWORD TP_VERSION, *PTP_VERSION;
typedef struct _TP_POOL_STACK_INFORMATION {
  SIZE_T StackReserve;
  SIZE_T StackCommit;
} TP_POOL_STACK_INFORMATION, *PTP_POOL_STACK_INFORMATION;
typedef struct _TP_POOL TP_POOL, *PTP_POOL;
typedef struct _TP_CLEANUP_GROUP TP_CLEANUP_GROUP, *PTP_CLEANUP_GROUP;
typedef void (*PTP_CLEANUP_GROUP_CANCEL_CALLBACK)(PVOID, PVOID);
struct _ACTIVATION_CONTEXT;
typedef struct _TP_CALLBACK_INSTANCE TP_CALLBACK_INSTANCE, *PTP_CALLBACK_INSTANCE;
typedef void (*PTP_SIMPLE_CALLBACK)(PTP_CALLBACK_INSTANCE, PVOID);
typedef enum _TP_CALLBACK_PRIORITY {
  TP_CALLBACK_PRIORITY_HIGH,
  TP_CALLBACK_PRIORITY_NORMAL,
  TP_CALLBACK_PRIORITY_LOW,
  TP_CALLBACK_PRIORITY_INVALID,
  TP_CALLBACK_PRIORITY_COUNT = 3
} TP_CALLBACK_PRIORITY;
typedef struct _TP_CALLBACK_ENVIRON_V3 {
  TP_VERSION Version;
  PTP_POOL Pool;
  PTP_CLEANUP_GROUP CleanupGroup;
  PTP_CLEANUP_GROUP_CANCEL_CALLBACK CleanupGroupCancelCallback;
  PVOID RaceDll;
  struct _ACTIVATION_CONTEXT *ActivationContext;
  PTP_SIMPLE_CALLBACK FinalizationCallback;
  union {
    DWORD Flags;
    struct {
      DWORD LongFunction:1;
      DWORD Persistent:1;
      DWORD Private:30;
    } s;
  } u;
  TP_CALLBACK_PRIORITY CallbackPriority;
  DWORD Size;
} TP_CALLBACK_ENVIRON_V3;
typedef TP_CALLBACK_ENVIRON_V3 TP_CALLBACK_ENVIRON;
typedef int BOOL;
typedef short SHORT;
typedef long long LONG_PTR;
typedef long long INT_PTR;
typedef LONG_PTR SSIZE_T;
typedef int LONG32;
typedef unsigned int ULONG32;
typedef long long LONG64;
typedef unsigned int DWORD32;
typedef unsigned long long DWORD64;
typedef int INT32;
typedef signed char INT8;
typedef unsigned char UINT8;
typedef short INT16;
typedef unsigned short UINT16;
typedef unsigned int UINT32;
typedef long long INT64;
typedef LONG NTSTATUS;
typedef CHAR *PSTR;
typedef const CHAR *PCSTR;
typedef const WCHAR *PCWSTR;
typedef CHAR *PCHAR;
typedef WCHAR *PWCHAR;
typedef BYTE *LPBYTE;
typedef BYTE *PBYTE;
typedef DWORD *PDWORD;
typedef int *LPINT;
typedef int *PINT;
typedef WINBOOL *LPBOOL;
typedef WINBOOL *PBOOL;
typedef ULONG *PULONG;
typedef LONG *PLONG;
typedef USHORT *PUSHORT;
typedef HANDLE *LPHANDLE;
typedef HANDLE *PHANDLE;
typedef struct _OVERLAPPED_ENTRY *LPOVERLAPPED_ENTRY;
typedef struct _SECURITY_ATTRIBUTES *LPSECURITY_ATTRIBUTES;
typedef struct _RTL_CRITICAL_SECTION *PRTL_CRITICAL_SECTION;
typedef PRTL_CRITICAL_SECTION LPCRITICAL_SECTION;
typedef RTL_SRWLOCK *PSRWLOCK;
typedef RTL_CONDITION_VARIABLE *PCONDITION_VARIABLE;
typedef struct _RTL_RUN_ONCE *PRTL_RUN_ONCE;
typedef PRTL_RUN_ONCE PINIT_ONCE;
typedef struct _FILETIME *LPFILETIME;
typedef struct _SYSTEM_INFO *LPSYSTEM_INFO;
typedef unsigned long long *PULONG_PTR;
typedef ULONG_PTR *PSIZE_T;
struct HINSTANCE__;
typedef struct HINSTANCE__ *HINSTANCE;
typedef HINSTANCE HMODULE;
typedef HANDLE HLOCAL;
typedef LONG_PTR LPARAM;
typedef INT_PTR (*FARPROC)(void);
typedef struct _TP_IO TP_IO, *PTP_IO;
#ifdef UNICODE
typedef WCHAR TCHAR;
typedef LPWSTR LPTSTR, PTSTR;
typedef LPCWSTR LPCTSTR, PCTSTR;
#else
typedef char TCHAR;
typedef LPSTR LPTSTR, PTSTR;
typedef LPCSTR LPCTSTR, PCTSTR;
#endif
typedef TCHAR *PTCHAR, *LPTCH, *PTCH;
typedef TCHAR TBYTE;
typedef void (*LPOVERLAPPED_COMPLETION_ROUTINE)(DWORD, DWORD, LPOVERLAPPED);
typedef void (*PTP_WIN32_IO_CALLBACK)(PTP_CALLBACK_INSTANCE, PVOID, PVOID, ULONG, ULONG_PTR, PTP_IO);
typedef void (*WAITORTIMERCALLBACKFUNC)(PVOID, BOOLEAN);
typedef WAITORTIMERCALLBACKFUNC WAITORTIMERCALLBACK;
typedef void (*PAPCFUNC)(ULONG_PTR);
typedef DWORD (*PTHREAD_START_ROUTINE)(LPVOID);
typedef PTHREAD_START_ROUTINE LPTHREAD_START_ROUTINE;
typedef void (*PFLS_CALLBACK_FUNCTION)(PVOID);
typedef WINBOOL (*PINIT_ONCE_FN)(PINIT_ONCE, PVOID, PVOID *);
typedef WINBOOL (*PHANDLER_ROUTINE)(DWORD);
typedef const CHAR *LPCCH;
typedef const void *LPCVOID;
typedef const WCHAR *LPCWCH;
typedef PRTL_RUN_ONCE LPINIT_ONCE;
typedef int *LPLONG;
typedef struct _SYSTEMTIME *LPSYSTEMTIME;
typedef PRTL_CRITICAL_SECTION PCRITICAL_SECTION;
typedef LARGE_INTEGER *PLARGE_INTEGER;
typedef struct _SLIST_ENTRY *PSLIST_ENTRY;
typedef union _SLIST_HEADER *PSLIST_HEADER;
typedef TP_CALLBACK_ENVIRON_V3 *PTP_CALLBACK_ENVIRON;
struct HKEY__;
typedef struct HKEY__ *HKEY;
struct HMENU__;
typedef struct HMENU__ *HMENU;
struct HICON__;
typedef struct HICON__ *HICON;
struct HBRUSH__;
typedef struct HBRUSH__ *HBRUSH;
typedef HICON HCURSOR;
typedef LONG_PTR LRESULT;
typedef LRESULT (*WNDPROC)(HWND, UINT, WPARAM, LPARAM);
typedef struct tagWNDCLASSA {
  UINT style;
  WNDPROC lpfnWndProc;
  int cbClsExtra;
  int cbWndExtra;
  HINSTANCE hInstance;
  HICON hIcon;
  HCURSOR hCursor;
  HBRUSH hbrBackground;
  LPCSTR lpszMenuName;
  LPCSTR lpszClassName;
} WNDCLASSA;
typedef struct tagWNDCLASSW {
  UINT style;
  WNDPROC lpfnWndProc;
  int cbClsExtra;
  int cbWndExtra;
  HINSTANCE hInstance;
  HICON hIcon;
  HCURSOR hCursor;
  HBRUSH hbrBackground;
  LPCWSTR lpszMenuName;
  LPCWSTR lpszClassName;
} WNDCLASSW;
typedef struct tagWNDCLASSEXA {
  UINT cbSize;
  UINT style;
  WNDPROC lpfnWndProc;
  int cbClsExtra;
  int cbWndExtra;
  HINSTANCE hInstance;
  HICON hIcon;
  HCURSOR hCursor;
  HBRUSH hbrBackground;
  LPCSTR lpszMenuName;
  LPCSTR lpszClassName;
  HICON hIconSm;
} WNDCLASSEXA;
typedef struct tagWNDCLASSEXW {
  UINT cbSize;
  UINT style;
  WNDPROC lpfnWndProc;
  int cbClsExtra;
  int cbWndExtra;
  HINSTANCE hInstance;
  HICON hIcon;
  HCURSOR hCursor;
  HBRUSH hbrBackground;
  LPCWSTR lpszMenuName;
  LPCWSTR lpszClassName;
  HICON hIconSm;
} WNDCLASSEXW;
typedef struct tagPOINT {
  LONG x;
  LONG y;
} POINT;
typedef struct tagMSG {
  HWND hwnd;
  UINT message;
  WPARAM wParam;
  LPARAM lParam;
  DWORD time;
  POINT pt;
} MSG;
typedef struct tagMSG *PMSG;
typedef struct tagMSG *LPMSG;
typedef WORD ATOM;
typedef struct _COORD {
  SHORT X;
  SHORT Y;
} COORD;
typedef LONG HRESULT;
typedef DWORD LCID;
typedef WORD LANGID;
typedef void *PVOID64;
typedef CHAR *NPSTR;
typedef WCHAR OLECHAR;
typedef const OLECHAR *LPCOLESTR;
typedef struct _SMALL_RECT {
  SHORT Left;
  SHORT Top;
  SHORT Right;
  SHORT Bottom;
} SMALL_RECT;
typedef struct _CONSOLE_SCREEN_BUFFER_INFO {
  COORD dwSize;
  COORD dwCursorPosition;
  WORD wAttributes;
  SMALL_RECT srWindow;
  COORD dwMaximumWindowSize;
} CONSOLE_SCREEN_BUFFER_INFO;
typedef struct _WIN32_FIND_DATAA {
  DWORD dwFileAttributes;
  FILETIME ftCreationTime;
  FILETIME ftLastAccessTime;
  FILETIME ftLastWriteTime;
  DWORD nFileSizeHigh;
  DWORD nFileSizeLow;
  DWORD dwReserved0;
  DWORD dwReserved1;
  CHAR cFileName[260];
  CHAR cAlternateFileName[14];
} WIN32_FIND_DATAA;
typedef struct _PROCESS_INFORMATION {
  HANDLE hProcess;
  HANDLE hThread;
  DWORD dwProcessId;
  DWORD dwThreadId;
} PROCESS_INFORMATION;
typedef struct _STARTUPINFOA {
  DWORD cb;
  LPSTR lpReserved;
  LPSTR lpDesktop;
  LPSTR lpTitle;
  DWORD dwX;
  DWORD dwY;
  DWORD dwXSize;
  DWORD dwYSize;
  DWORD dwXCountChars;
  DWORD dwYCountChars;
  DWORD dwFillAttribute;
  DWORD dwFlags;
  WORD wShowWindow;
  WORD cbReserved2;
  LPBYTE lpReserved2;
  HANDLE hStdInput;
  HANDLE hStdOutput;
  HANDLE hStdError;
} STARTUPINFOA;
typedef struct _STARTUPINFOA *LPSTARTUPINFOA;
typedef struct _PROCESS_INFORMATION *LPPROCESS_INFORMATION;
typedef struct _OSVERSIONINFOA {
  DWORD dwOSVersionInfoSize;
  DWORD dwMajorVersion;
  DWORD dwMinorVersion;
  DWORD dwBuildNumber;
  DWORD dwPlatformId;
  CHAR szCSDVersion[128];
} OSVERSIONINFOA;
typedef struct _MEMORYSTATUS {
  DWORD dwLength;
  DWORD dwMemoryLoad;
  SIZE_T dwTotalPhys;
  SIZE_T dwAvailPhys;
  SIZE_T dwTotalPageFile;
  SIZE_T dwAvailPageFile;
  SIZE_T dwTotalVirtual;
  SIZE_T dwAvailVirtual;
} MEMORYSTATUS;
typedef struct _LUID {
  DWORD LowPart;
  LONG HighPart;
} LUID;
typedef UCHAR *PUCHAR;
typedef float FLOAT;
typedef FLOAT *PFLOAT;
typedef WORD *LPWORD;
typedef WORD *PWORD;
typedef ULONGLONG DWORDLONG;
typedef unsigned long long *PDWORD64;
typedef ULONGLONG *PULONGLONG;
typedef LONGLONG *PLONGLONG;
typedef ULARGE_INTEGER *PULARGE_INTEGER;
typedef GUID CLSID;
typedef GUID IID;
typedef ULONG_PTR KAFFINITY;
typedef enum _GET_FILEEX_INFO_LEVELS {
  GetFileExInfoStandard,
  GetFileExMaxInfoLevel
} GET_FILEEX_INFO_LEVELS;
typedef struct _WIN32_FILE_ATTRIBUTE_DATA {
  DWORD dwFileAttributes;
  FILETIME ftCreationTime;
  FILETIME ftLastAccessTime;
  FILETIME ftLastWriteTime;
  DWORD nFileSizeHigh;
  DWORD nFileSizeLow;
} WIN32_FILE_ATTRIBUTE_DATA;
typedef struct _BY_HANDLE_FILE_INFORMATION {
  DWORD dwFileAttributes;
  FILETIME ftCreationTime;
  FILETIME ftLastAccessTime;
  FILETIME ftLastWriteTime;
  DWORD dwVolumeSerialNumber;
  DWORD nFileSizeHigh;
  DWORD nFileSizeLow;
  DWORD nNumberOfLinks;
  DWORD nFileIndexHigh;
  DWORD nFileIndexLow;
} BY_HANDLE_FILE_INFORMATION;
typedef struct _IO_COUNTERS {
  ULONGLONG ReadOperationCount;
  ULONGLONG WriteOperationCount;
  ULONGLONG OtherOperationCount;
  ULONGLONG ReadTransferCount;
  ULONGLONG WriteTransferCount;
  ULONGLONG OtherTransferCount;
} IO_COUNTERS, *PIO_COUNTERS;
typedef HANDLE HGLOBAL;
struct HRSRC__;
typedef struct HRSRC__ *HRSRC;
typedef int HFILE;
struct HKL__;
typedef struct HKL__ *HKL;
struct HDC__;
typedef struct HDC__ *HDC;
typedef void *HGDIOBJ;
typedef DWORD COLORREF;
typedef struct tagRECT {
  LONG left;
  LONG top;
  LONG right;
  LONG bottom;
} RECT;
typedef struct _TP_WORK TP_WORK, *PTP_WORK;
typedef struct _TP_TIMER TP_TIMER, *PTP_TIMER;
typedef struct _TP_WAIT TP_WAIT, *PTP_WAIT;
typedef void (*PTP_WORK_CALLBACK)(PTP_CALLBACK_INSTANCE, PVOID, PTP_WORK);
typedef void (*PTP_TIMER_CALLBACK)(PTP_CALLBACK_INSTANCE, PVOID, PTP_TIMER);
typedef DWORD TP_WAIT_RESULT;
typedef void (*PTP_WAIT_CALLBACK)(PTP_CALLBACK_INSTANCE, PVOID, PTP_WAIT, TP_WAIT_RESULT);
typedef void (*PTIMERAPCROUTINE)(LPVOID, DWORD, DWORD);
typedef const GUID *LPCGUID;
#ifdef __cplusplus
#define REFGUID const GUID &
#define REFIID const GUID &
#else
#define REFGUID const GUID *
#define REFIID const GUID *
#endif
typedef GUID *PGUID;
typedef struct _FILETIME *PFILETIME;
typedef struct _SYSTEMTIME *PSYSTEMTIME;
typedef signed char INT8;
typedef unsigned char UINT8;
typedef short INT16;
typedef unsigned short UINT16;
typedef INT8 *PINT8;
typedef UINT8 *PUINT8;
typedef INT16 *PINT16;
typedef UINT16 *PUINT16;
typedef INT32 *PINT32;
typedef UINT32 *PUINT32;
typedef INT64 *PINT64;
typedef UINT64 *PUINT64;
typedef LONG32 *PLONG32;
typedef ULONG32 *PULONG32;
typedef DWORD32 *PDWORD32;
typedef LONG64 *PLONG64;
typedef ULONG64 *PULONG64;
typedef INT_PTR *PINT_PTR;
typedef UINT_PTR *PUINT_PTR;
typedef LONG_PTR *PLONG_PTR;
typedef DWORD_PTR *PDWORD_PTR;
typedef SSIZE_T *PSSIZE_T;
typedef unsigned int UHALF_PTR;
typedef int HALF_PTR;
typedef SHORT *PSHORT;
typedef UINT *PUINT;
typedef UINT *LPUINT;
typedef BOOLEAN *PBOOLEAN;
typedef double DOUBLE;
typedef ULONGLONG *PDWORDLONG;
typedef CHAR *PCH, *LPCH, *PNZCH;
typedef const CHAR *PCCH;
typedef WCHAR *PWCH, *LPWCH;
typedef const WCHAR *PCWCH;
typedef const char *PCSZ;
typedef char *PSZ;
typedef WORD *PATOM;
typedef DWORD ACCESS_MASK;
typedef DWORD LCTYPE;
typedef LCID *PLCID;
typedef HINSTANCE *PHINSTANCE;
typedef HKEY *PHKEY;
typedef struct tagRECT *PRECT;
typedef struct tagRECT *LPRECT;
typedef struct tagPOINT *PPOINT;
typedef struct tagPOINT *LPPOINT;
typedef struct tagSIZE {
  LONG cx;
  LONG cy;
} SIZE;
typedef struct _SECURITY_ATTRIBUTES *PSECURITY_ATTRIBUTES;
typedef PVOID PSECURITY_DESCRIPTOR;
typedef PVOID PSID;
typedef OLECHAR *LPOLESTR;

#ifdef __cplusplus
}
#endif

#endif

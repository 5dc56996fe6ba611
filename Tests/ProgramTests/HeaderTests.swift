// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
import Foundation
import TestSupport
import Testing

/// The headers compile without a warning in every language version, in any order with those of libc and
/// libstdc++.
@Suite struct HeaderTests {
  struct Language: Sendable, CustomStringConvertible {
    let compiler, version: String
    var isCpp: Bool { version.contains("++") }
    var description: String { "\(compiler) -std=\(version)" }
  }

  static let languages: [Language] =
    Build.installed(["gcc", "clang"]).flatMap { c in
      ["c11", "gnu11", "c17", "gnu17"].map { Language(compiler: c, version: $0) }
    }
    + Build.installed(["g++", "clang++"]).flatMap { c in
      ["c++17", "gnu++17", "c++20", "gnu++20"].map { Language(compiler: c, version: $0) }
    }

  /// The warnings are those of the sources: installed headers are the system's, of which compilers say less.
  private func expectClean(
    _ text: String, _ language: Language, _ options: [String] = [], isInstalled: Bool = false
  ) throws {
    let sources = "-I" + Place.project.appendingPathComponent("Sources/CWinsock/include").path
    let result = try Build.check(
      text: text, name: language.isCpp ? "header.cpp" : "header.c", compiler: language.compiler,
      options: ["-std=\(language.version)", "-Wall", "-Wextra", "-Werror"] + options
        + (isInstalled ? [] : [sources]))
    #expect(result.status == 0, "\(language)\n\(result.output)")
  }

  private static let ours =
    "#include <winsock2.h>\n#include <ws2tcpip.h>\n#include <mswsock.h>\n#include <windows.h>\n"
  private static let libc =
    "#include <stdlib.h>\n#include <unistd.h>\n#include <stdio.h>\n#include <sys/types.h>\n#include <sys/time.h>\n#include <time.h>\n#include <string.h>\n"
  private static let cpp =
    "#include <thread>\n#include <functional>\n#include <iostream>\n#include <algorithm>\n#include <string>\n"
  private static let use = """
    static int use(void) {
      WSADATA d; SOCKET s; fd_set set; struct timeval tv = { 1, 0 };
      FD_ZERO(&set);
      if (WSAStartup(MAKEWORD(2, 2), &d)) return 1;
      s = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
      FD_SET(s, &set);
      (void)select(0, &set, NULL, NULL, &tv);
      return (int)send(s, "x", 1, 0) + (int)recv(s, 0, 0, 0) + connect(s, 0, 0) + bind(s, 0, 0) + closesocket(s);
    }
    int main(void) { return use(); }
    """

  @Test(arguments: languages)
  func inAnyOrder(language: Language) throws {
    let others = language.isCpp ? Self.libc + Self.cpp : Self.libc
    try expectClean(Self.ours + others + Self.use, language)
    try expectClean(others + Self.ours + Self.use, language)
    try expectClean("#include <windows.h>\n" + Self.ours + Self.use, language, ["-DUNICODE", "-D_UNICODE"])
    try expectClean(Self.ours + Self.use, language, ["-fshort-wchar"])
  }

  /// The spellings that programs use.
  @Test(arguments: [
    "Windows.h", "WinSock2.h", "Winsock2.h", "WS2tcpip.h", "Ws2tcpip.h", "WS2TCPIP.H", "MSWSock.h",
    "WinSock.h",
  ])
  func spelling(header: String) throws {
    for version in ["c11", "c17"] {
      try expectClean(
        "#include <\(header)>\nint main(void) { return 0; }\n", Language(compiler: "gcc", version: version))
    }
  }

  /// Annotations, calling conventions and pragmas of Windows sources.
  @Test(arguments: languages)
  func conventions(language: Language) throws {
    let text = """
      #include <winsock2.h>
      #include <windows.h>
      #pragma comment(lib, "ws2_32.lib")
      static DWORD WINAPI routine(LPVOID p) { (void)p; return 0; }
      static void CALLBACK done(DWORD e, DWORD n, LPWSAOVERLAPPED o, DWORD f) { (void)e; (void)n; (void)o; (void)f; }
      int __cdecl main(void) { LPTHREAD_START_ROUTINE r = routine; LPWSAOVERLAPPED_COMPLETION_ROUTINE c = done; return r == NULL || c == NULL; }
      """
    try expectClean(
      text, language,
      ["-Wno-unknown-pragmas", "-Wno-pragma-pack", "-Wno-ignored-pragmas"].filter { _ in true })
  }

  /// Names without A or W, of functions and of their structures, follow UNICODE together.
  @Test(arguments: languages, [[], ["-DUNICODE", "-D_UNICODE"]])
  func genericNames(language: Language, options: [String]) throws {
    let text = """
      #include <winsock2.h>
      #include <ws2tcpip.h>
      #include <windows.h>
      static void CALLBACK done(DWORD e, DWORD n, LPWSAOVERLAPPED o) { (void)e; (void)n; (void)o; }
      static WSAPROTOCOL_INFO info; static WSAQUERYSET set; static WSANAMESPACE_INFO space; static ADDRINFOEX hints;
      int main(void) {
        ADDRINFOEX *list, *next; ADDRINFOT *plain;
        DWORD size = sizeof info; HANDLE handle; LPLOOKUPSERVICE_COMPLETION_ROUTINE routine = done;
        WSAEnumProtocols(NULL, &info, &size);
        WSALookupServiceBegin(&set, LUP_RETURN_ALL, &handle);
        WSAEnumNameSpaceProviders(&size, &space);
        GetAddrInfo(NULL, NULL, NULL, &plain);
        if (GetAddrInfoEx(NULL, NULL, NS_ALL, NULL, &hints, &list, NULL, NULL, routine, NULL)) return 1;
        for (next = list; next; next = next->ai_next) size++;
        FreeAddrInfoEx(list);
        FreeAddrInfo(plain);
        return (int)size;
      }
      """
    try expectClean(text, language, options)
  }

  /// Macros of winnt.h and winerror.h about the compiler, the ranges of integers and HRESULTs.
  @Test(arguments: languages)
  func macros(language: Language) throws {
    let text = """
      #include <winsock2.h>
      #include <ws2tcpip.h>
      #include <windows.h>
      DECLARE_HANDLE(HSESSION);
      C_ASSERT(sizeof(HSESSION) == sizeof(void *) && sizeof(CSHORT) == 2 && sizeof(CCHAR) == 1);
      typedef struct DECLSPEC_CACHEALIGN _COUNTERS { LONG value; } COUNTERS;
      C_ASSERT(TYPE_ALIGNMENT(COUNTERS) == SYSTEM_CACHE_ALIGNMENT_SIZE);
      DECLSPEC_ALIGN(16) static LONG aligned[4];
      static FORCEINLINE LONG first(void) { return aligned[0]; }
      FORCEINLINE LONG second(void) { return 2; }
      static DECLSPEC_NOINLINE LONG third(LONG n) { C_ASSERT(sizeof n == 4); return n; }
      DECLSPEC_NORETURN void leave(void);
      C_ASSERT(MAXUINT == 0xFFFFFFFFu && MAXINT == 2147483647 && MAXLONGLONG == 9223372036854775807LL);
      C_ASSERT(MAXULONG_PTR == (ULONG_PTR)-1 && MAXDWORD == 0xFFFFFFFFu && MAXWORD == 0xFFFF && MAXINT64 == MAXLONGLONG);
      C_ASSERT(Int32x32To64(-2, 2147483647) == -4294967294LL && UInt32x32To64(0xFFFFFFFFu, 2) == 8589934590ULL);
      C_ASSERT(MAKE_HRESULT(SEVERITY_ERROR, FACILITY_WIN32, 5) == E_ACCESSDENIED && IS_ERROR(E_UNEXPECTED));
      C_ASSERT(HRESULT_CODE(E_HANDLE) == 6 && HRESULT_FACILITY(E_HANDLE) == FACILITY_WIN32);
      C_ASSERT(SO_RANDOMIZE_PORT == 0x3005 && SO_REUSE_UNICASTPORT == 0x3007 && UDP_SEND_MSG_SIZE == 2);
      int main(void) { HSESSION none = NULL; DBG_UNREFERENCED_LOCAL_VARIABLE(none); return first() + second() + third(-2); }
      """
    try expectClean(text, language)
  }

  /// Names of C++ stay what they are.
  @Test(arguments: languages.filter(\.isCpp))
  func namesOfCpp(language: Language) throws {
    let text = """
      #include <functional>
      #include <winsock2.h>
      #include <ws2tcpip.h>
      #include <thread>
      #include <iostream>
      struct Connection {
        int connect(int x) { return x; } int send(int x) { return x; } int recv(int x) { return x; }
        int bind(int x) { return x; } int select(int x) { return x; } int close(int x) { return x; }
      };
      static int add(int a, int b) { return a + b; }
      int main() {
        Connection c;
        auto f = std::bind(add, 1, std::placeholders::_1);
        std::thread t([&] { std::cout << f(2) << c.connect(1) + c.send(1) + c.recv(1) + c.bind(1) + c.select(1) << std::endl; });
        t.join();
        return std::max(1, 2) - 2;
      }
      """
    try expectClean(text, language)
  }

  /// A header of C that includes Windows' may itself be included in extern "C".
  @Test(arguments: languages.filter(\.isCpp))
  func asCInCpp(language: Language) throws {
    let all = Self.all.filter { $0 != "ws2_seh.h" }.map { "#include <\($0)>\n" }.joined()
    try expectClean("extern \"C\" {\n" + all + "}\n" + Self.cpp + Self.use, language)
  }

  /// Beside <sys/socket.h> either both work or the compiler says why not.
  @Test(arguments: [
    "#include <winsock2.h>\n#include <sys/socket.h>\n", "#include <sys/socket.h>\n#include <winsock2.h>\n",
  ])
  func besideTheSystemsSockets(includes: String) throws {
    let result = try Build.check(
      text: includes + "int main(void) { return 0; }\n", name: "both.c", compiler: "gcc",
      options: ["-std=gnu11"])
    #expect(result.status == 0 || result.output.contains("#error"), "\(result.output)")
  }

  private static let all = [
    "afunix.h", "basetsd.h", "conio.h", "consoleapi.h", "consoleapi2.h", "crtdbg.h", "debugapi.h", "direct.h",
    "errhandlingapi.h", "fibersapi.h", "fileapi.h", "guiddef.h", "handleapi.h", "heapapi.h", "in6addr.h",
    "inaddr.h", "interlockedapi.h", "intrin.h", "io.h", "ioapiset.h", "ipifcons.h", "iphlpapi.h",
    "iprtrmib.h",
    "iptypes.h", "libloaderapi.h", "malloc.h", "memoryapi.h", "minwinbase.h", "minwindef.h", "mmsystem.h",
    "mstcpip.h",
    "mswsock.h", "namedpipeapi.h", "netioapi.h", "ntstatus.h", "objbase.h", "process.h", "processenv.h",
    "processthreadsapi.h", "processtopologyapi.h", "profileapi.h", "qos.h", "realtimeapiset.h", "sal.h",
    "sdkddkver.h", "share.h", "shellapi.h",
    "sporder.h",
    "stringapiset.h", "strsafe.h", "synchapi.h", "sysinfoapi.h", "systemtopologyapi.h", "tchar.h",
    "threadpoolapiset.h", "timeapi.h",
    "timezoneapi.h", "versionhelpers.h", "winapifamily.h", "winbase.h", "wincon.h", "windef.h", "windows.h",
    "winerror.h", "winnls.h", "winnt.h", "winsock.h", "winsock2.h", "winternl.h", "ws2def.h", "ws2ipdef.h",
    "ws2_seh.h", "ws2spi.h", "ws2tcpip.h", "wtypes.h", "wtypesbase.h",
  ]

  /// The other versions that programs are built with.
  static let otherLanguages: [Language] =
    Build.installed(["gcc", "clang"]).flatMap { c in
      ["c90", "gnu90", "c99", "gnu99", "c2x"].map { Language(compiler: c, version: $0) }
    }
    + Build.installed(["g++", "clang++"]).flatMap { c in
      ["c++11", "c++14", "c++2b"].map { Language(compiler: c, version: $0) }
    }

  /// What the installed headers have inside is no matter of -pedantic, nor of C90, whose comments are other ones.
  @Test(arguments: languages + otherLanguages)
  func pedantic(language: Language) throws {
    let text = Self.all.map { "#include <\($0)>\n" }.joined() + "#include <sys/time.h>\n" + Self.use
    try expectClean(text, language, ["-pedantic"], isInstalled: true)
  }

  /// What many distributions compile with. Wide functions are bound to our own ones there, too.
  @Test(arguments: languages)
  func fortified(language: Language) throws {
    let text = Self.all.map { "#include <\($0)>\n" }.joined() + Self.use
    for level in ["2", "3"] {
      try expectClean(text, language, ["-O2", "-D_FORTIFY_SOURCE=\(level)"], isInstalled: true)
    }
    try expectClean(text, language, ["-O2", "-D_FORTIFY_SOURCE=2", "-fshort-wchar"], isInstalled: true)
  }

  /// Each header stands alone, and all of them together, in either order.
  @Test(arguments: languages)
  func eachAlone(language: Language) throws {
    func including(_ headers: [String]) -> String {
      headers.map { "#include <\($0)>\n" }.joined() + "int main(void) { return 0; }\n"
    }
    try expectClean(including(Self.all), language)
    try expectClean(including(Self.all.reversed()), language, ["-DUNICODE", "-D_UNICODE"])
    try expectClean(including(Self.all), language, ["-fshort-wchar"])
    guard language.version.hasPrefix("gnu17") || language.version == "gnu++20" else { return }
    for header in Self.all { try expectClean(including([header]), language) }
  }
}

// An echo server and its clients in one program: callbacks are lambdas, one thread drives the port.
#include "winsock.hpp"

#include <array>
#include <atomic>
#include <iostream>
#include <thread>
#include <vector>

// Echoes what comes, until the client closes or an operation fails.
class Session : public std::enable_shared_from_this<Session> {
public:
    Session(Port &port, Socket socket, std::function<void()> over)
        : port_(port), socket_(std::move(socket)), over_(std::move(over)) {
        port_.bind(socket_);
    }
    void receive() {
        port_.recv(socket_, {static_cast<u_long>(bytes_.size()), bytes_.data()},
                   [self = shared_from_this()](DWORD error, DWORD count) {
                       if (error != 0 || count == 0) return self->over_();
                       self->port_.send(self->socket_, {count, self->bytes_.data()}, [self](DWORD failed, DWORD) {
                           failed ? self->over_() : self->receive();
                       });
                   });
    }

private:
    Port &port_;
    Socket socket_;
    std::function<void()> over_;
    std::array<char, 256> bytes_;
};

int main() try {
    constexpr int clients = 3;
    Winsock winsock;
    Port port;
    Event done;
    Socket listener;
    std::atomic<int> left{clients};
    listener.bind(0);
    listener.listen();

    std::thread worker([&] { port.run(); });
    std::thread server([&] {
        const auto over = [&] { if (--left == 0) done.set(); };
        for (int i = 0; i < clients; i++) std::make_shared<Session>(port, listener.accept(), over)->receive();
    });
    std::vector<std::string> replies(clients);
    std::vector<std::thread> threads;
    for (int i = 0; i < clients; i++)
        threads.emplace_back([&, i] {
            const std::string text = "greetings from client " + std::to_string(i + 1);
            Socket s;
            s.connect(listener.port());
            s.send(text);
            replies[i] = s.recv(text.size());
            s.shutdown();
            if (!s.select(20000) || !s.recv(0).empty()) replies[i] += "?";
        });
    for (auto &thread : threads) thread.join();
    for (const auto &reply : replies) std::cout << "echoed: " << reply << std::endl;
    done.wait();
    port.stop();
    server.join();
    worker.join();
    std::cout << "the server is done" << std::endl;
    return 0;
} catch (const std::exception &failure) {
    std::cerr << failure.what() << std::endl;
    return 1;
}

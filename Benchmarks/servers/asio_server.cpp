// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// The peer on Asio without Boost: one thread, a chain of asynchronous reads and writes per connection.
#include "server.h"
#include <asio.hpp>
#include <memory>
#include <vector>

using asio::ip::tcp;
static struct arguments arguments;

class Session : public std::enable_shared_from_this<Session> {
public:
    explicit Session(tcp::socket socket) : socket_(std::move(socket)), buffer_(arguments.buffer_size) {}

    void read()
    {
        auto self = shared_from_this();
        socket_.async_read_some(asio::buffer(buffer_), [self](std::error_code error, std::size_t count) {
            if (error)
                return;
            if (arguments.echoes)
                self->write(count);
            else
                self->read();
        });
    }

private:
    void write(std::size_t count)
    {
        auto self = shared_from_this();
        asio::async_write(socket_, asio::buffer(buffer_.data(), count), [self](std::error_code error, std::size_t) {
            if (!error)
                self->read();
        });
    }

    tcp::socket socket_;
    std::vector<char> buffer_;
};

static void accept_next(tcp::acceptor &acceptor)
{
    acceptor.async_accept([&acceptor](std::error_code error, tcp::socket socket) {
        if (!error) {
            socket.set_option(tcp::no_delay(true), error);
            std::make_shared<Session>(std::move(socket))->read();
        }
        accept_next(acceptor);
    });
}

int main(int count, char **values)
{
    arguments = read_arguments(count, values);
    asio::io_context context(1);
    tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), arguments.port});
    acceptor.listen(BACKLOG);
    accept_next(acceptor);
    context.run();
}

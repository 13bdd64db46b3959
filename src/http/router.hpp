#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.hpp"

namespace accord {

/// What a route does, as the access rules and the log name it: "disagreement.read". There is no
/// route without one (S-AC1): it cannot be made empty, and no `Router::get` or `post` goes without.
class Action {
 public:
  consteval explicit Action(std::string_view name) : name_(name) {
    if (name.empty()) {
      throw "an action has a name";  // does not compile
    }
  }
  [[nodiscard]] std::string_view name() const { return name_; }
  bool operator==(const Action&) const = default;

 private:
  std::string_view name_;
};

using Handler = std::function<Response(const Request&)>;

/// Asked before each handler, in the order added: nothing to let the request through, or the
/// answer.
using Guard = std::function<std::optional<Response>(const Request&, Action)>;

/// Which handler answers which path.
///
/// A pattern is a path whose pieces are words or `{name}`, which takes any one piece and gives it
/// to the handler as `request.parameter("name")`; `{name...}` at the end takes all that follow. A
/// word wins over a `{name}` at the same place. Two patterns that take the same paths are a bug.
///
/// Filled before the server starts, and only read from then on.
class Router {
 public:
  Router& get(std::string_view pattern, Action action, Handler handler);  ///< HEAD too
  Router& post(std::string_view pattern, Action action, Handler handler);
  Router& put(std::string_view pattern, Action action, Handler handler);
  Router& patch(std::string_view pattern, Action action, Handler handler);
  Router& remove(std::string_view pattern, Action action, Handler handler);  ///< DELETE
  Router& guard(Guard guard);

  /// The answer of the handler; 404 where no pattern takes the path, 405 with `Allow` where one
  /// does, but not with this method. Whatever a handler throws comes through.
  /// @post request.parameters and request.action say what was found, even after an exception
  [[nodiscard]] Response route(Request& request) const;

  struct Declared {
    Method method;
    std::string pattern;
    Action action;
  };
  /// Every route there is, for the tests that hold each against the access rules.
  [[nodiscard]] std::vector<Declared> declared() const;

 private:
  struct Piece {
    std::string text;  // a word, or the name to bind
    bool bound = false;
    bool rest = false;
    bool operator==(const Piece&) const = default;
  };
  struct Route {
    Method method;
    std::string pattern;
    std::vector<Piece> pieces;
    Action action;
    Handler handler;
  };

  [[nodiscard]] static std::vector<Piece> parse(std::string_view pattern);
  [[nodiscard]] static bool takes(const Route& route, const std::vector<std::string>& segments);
  [[nodiscard]] static bool more_exact(const Route& one, const Route& other);
  static void bind(const Route& route, Request& request);
  [[nodiscard]] static Response not_with_this_method(std::vector<Method> allowed);
  Router& add(Method method, std::string_view pattern, Action action, Handler handler);

  std::vector<Route> routes_;  // the more exact before the less
  std::vector<Guard> guards_;
};

}  // namespace accord

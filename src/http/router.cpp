#include "http/router.hpp"

#include <algorithm>
#include <utility>

#include "base/check.hpp"

namespace accord {

std::vector<Router::Piece> Router::parse(std::string_view pattern) {
  ACCORD_CHECK(pattern.starts_with('/'));
  std::vector<Piece> pieces;
  pattern.remove_prefix(1);
  while (!pattern.empty()) {
    std::string_view text = pattern.substr(0, pattern.find('/'));
    pattern.remove_prefix(std::min(pattern.size(), text.size() + 1));
    ACCORD_CHECK(!text.empty());
    Piece piece;
    if (text.starts_with('{') && text.ends_with('}')) {
      piece.bound = true;
      text = text.substr(1, text.size() - 2);
      if (text.ends_with("...")) {
        piece.rest = true;
        text.remove_suffix(3);
        ACCORD_CHECK(pattern.empty());
      }
      ACCORD_CHECK(!text.empty());
    }
    piece.text = text;
    pieces.push_back(std::move(piece));
  }
  return pieces;
}

bool Router::takes(const Route& route, const std::vector<std::string>& segments) {
  const bool rest = !route.pieces.empty() && route.pieces.back().rest;
  if (rest ? segments.size() < route.pieces.size() : segments.size() != route.pieces.size()) {
    return false;
  }
  for (std::size_t i = 0; i < route.pieces.size(); ++i) {
    if (!route.pieces[i].bound && route.pieces[i].text != segments[i]) {
      return false;
    }
  }
  return true;
}

bool Router::more_exact(const Route& one, const Route& other) {
  const auto rank = [](const Piece& piece) { return piece.rest ? 2 : piece.bound ? 1 : 0; };
  const std::size_t both = std::min(one.pieces.size(), other.pieces.size());
  for (std::size_t i = 0; i < both; ++i) {
    if (rank(one.pieces[i]) != rank(other.pieces[i])) {
      return rank(one.pieces[i]) < rank(other.pieces[i]);
    }
  }
  return one.pieces.size() > other.pieces.size();
}

Router& Router::add(Method method, std::string_view pattern, Action action, Handler handler) {
  Route route{method, std::string{pattern}, parse(pattern), action, std::move(handler)};
  const auto same_paths = [&](const Route& other) {
    return other.method == method &&
           std::ranges::equal(other.pieces, route.pieces, [](const Piece& a, const Piece& b) {
             return a.bound == b.bound && a.rest == b.rest && (a.bound || a.text == b.text);
           });
  };
  ACCORD_CHECK(std::ranges::none_of(routes_, same_paths));
  const auto place = std::ranges::upper_bound(routes_, route, &Router::more_exact);
  routes_.insert(place, std::move(route));
  return *this;
}

Router& Router::get(std::string_view pattern, Action action, Handler handler) {
  return add(Method::Get, pattern, action, std::move(handler));
}
Router& Router::post(std::string_view pattern, Action action, Handler handler) {
  return add(Method::Post, pattern, action, std::move(handler));
}
Router& Router::put(std::string_view pattern, Action action, Handler handler) {
  return add(Method::Put, pattern, action, std::move(handler));
}
Router& Router::patch(std::string_view pattern, Action action, Handler handler) {
  return add(Method::Patch, pattern, action, std::move(handler));
}
Router& Router::remove(std::string_view pattern, Action action, Handler handler) {
  return add(Method::Delete, pattern, action, std::move(handler));
}

Router& Router::guard(Guard guard) {
  guards_.push_back(std::move(guard));
  return *this;
}

void Router::bind(const Route& route, Request& request) {
  for (std::size_t i = 0; i < route.pieces.size(); ++i) {
    const Piece& piece = route.pieces[i];
    if (!piece.bound) {
      continue;
    }
    std::string value = request.segments[i];
    for (std::size_t j = i + 1; piece.rest && j < request.segments.size(); ++j) {
      value += "/" + request.segments[j];
    }
    request.parameters.emplace_back(piece.text, std::move(value));
  }
}

Response Router::not_with_this_method(std::vector<Method> allowed) {
  if (std::ranges::find(allowed, Method::Get) != allowed.end()) {
    allowed.push_back(Method::Head);
  }
  std::ranges::sort(allowed);
  allowed.erase(std::ranges::unique(allowed).begin(), allowed.end());
  std::string list;
  for (const Method method : allowed) {
    list += list.empty() ? "" : ", ";
    list += to_text(method);
  }
  return std::move(Response::error(405).with_header("Allow", list));
}

Response Router::route(Request& request) const {
  const Method wanted = request.method == Method::Head ? Method::Get : request.method;
  std::vector<Method> allowed;
  for (const Route& route : routes_) {
    if (!takes(route, request.segments)) {
      continue;
    }
    if (route.method != wanted) {
      allowed.push_back(route.method);
      continue;
    }
    bind(route, request);
    request.action = route.action.name();
    for (const Guard& guard : guards_) {
      if (auto answer = guard(request, route.action)) {
        return *std::move(answer);
      }
    }
    return route.handler(request);
  }
  return allowed.empty() ? Response::not_found() : not_with_this_method(std::move(allowed));
}

std::vector<Router::Declared> Router::declared() const {
  std::vector<Declared> all;
  for (const Route& route : routes_) {
    all.push_back({route.method, route.pattern, route.action});
  }
  return all;
}

}  // namespace accord

#include <string>

#include "pages/assets.hpp"
#include "pages/error_page.hpp"

namespace accord {
namespace {

Response asset(const Request& request) {
  const auto file = find_asset(request.parameter("name"));
  if (!file || request.parameter("version") != asset_version()) {
    return Response::not_found();
  }
  const std::string tag = '"' + std::string{file->sha256} + '"';
  Response response;
  response.immutable = true;
  response.with_header("ETag", tag);
  if (request.header("if-none-match") == tag) {
    response.status = 304;
    return response;
  }
  response.body = file->bytes;
  response.content_type = file->path.ends_with(".css")   ? "text/css; charset=utf-8"
                          : file->path.ends_with(".js")  ? "text/javascript; charset=utf-8"
                          : file->path.ends_with(".svg") ? "image/svg+xml"
                                                         : "application/octet-stream";
  return response;
}

}  // namespace

void add_asset_routes(Router& router) {
  router.get("/assets/{version}/{name...}", Action{"asset.read"}, asset);
}

}  // namespace accord

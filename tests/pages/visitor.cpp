#include "visitor.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <regex>
#include <sstream>

#include "base/testdata/project_folder.hpp"

namespace accord::test {

namespace {

std::string file_text(const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  std::ostringstream text;
  text << file.rdbuf();
  EXPECT_FALSE(text.str().empty()) << path;
  return text.str();
}

Instant london(std::string_view local) {
  const auto zone = Zone::load("Europe/London");
  const auto at = parse_local(*zone, local);
  EXPECT_TRUE(at.has_value()) << local;
  return at.value_or(Instant{});
}

std::string undone(std::string text) {
  for (const auto& [entity, character] :
       {std::pair{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}}) {
    for (std::size_t at = text.find(entity); at != std::string::npos;
         at = text.find(entity, at + 1)) {
      text.replace(at, std::string_view{entity}.size(), character);
    }
  }
  return text;
}

std::string attribute(const std::string& tag, std::string_view name) {
  const std::string start = fmt::format(" {}=\"", name);
  const std::size_t from = tag.find(start);
  if (from == std::string::npos) {
    return "";
  }
  const std::size_t value = from + start.size();
  return undone(tag.substr(value, tag.find('"', value) - value));
}

std::string without_tags(const std::string& html) {
  std::string text;
  bool inside = false;
  for (const char c : html) {
    inside = inside || c == '<';
    if (!inside) {
      text += c;
    }
    if (c == '>' && inside) {
      inside = false;
      text += ' ';
    }
  }
  std::string folded;
  for (const char c : undone(std::move(text))) {
    const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!space || (!folded.empty() && folded.back() != ' ')) {
      folded += space ? ' ' : c;
    }
  }
  return folded;
}

/// Each tag `<NAME …>` with what follows it.
struct Tag {
  std::string tag;
  std::size_t begin = 0;
  std::size_t end = 0;
};

std::vector<Tag> tags(const std::string& html, std::string_view name) {
  std::vector<Tag> found;
  const std::string start = fmt::format("<{}", name);
  for (std::size_t at = html.find(start); at != std::string::npos; at = html.find(start, at + 1)) {
    const char after = at + start.size() < html.size() ? html[at + start.size()] : '>';
    if (after == ' ' || after == '>') {
      const std::size_t end = html.find('>', at) + 1;
      found.push_back({html.substr(at, end - at), at, end});
    }
  }
  return found;
}

/// What the form holds as it was shown.
Fields held(const std::string& form) {
  Fields fields;
  for (const Tag& input : tags(form, "input")) {
    const std::string type = attribute(input.tag, "type");
    const bool choice = type == "radio" || type == "checkbox";
    if (!choice || input.tag.find(" checked") != std::string::npos) {
      fields.emplace_back(attribute(input.tag, "name"), attribute(input.tag, "value"));
    }
  }
  for (const Tag& area : tags(form, "textarea")) {
    const std::size_t end = form.find("</textarea>", area.end);
    fields.emplace_back(attribute(area.tag, "name"), undone(form.substr(area.end, end - area.end)));
  }
  for (const Tag& select : tags(form, "select")) {
    const std::string options =
        form.substr(select.end, form.find("</select>", select.end) - select.end);
    for (const Tag& option : tags(options, "option")) {
      if (option.tag.find(" selected") != std::string::npos) {
        fields.emplace_back(attribute(select.tag, "name"), attribute(option.tag, "value"));
      }
    }
  }
  return fields;
}

}  // namespace

TestSite::TestSite(const std::vector<std::string>& partnerships, std::string_view now)
    : now_(london(now)) {
  auto opened = Database::open({.location = kept_.location()}, Service::components());
  EXPECT_TRUE(opened.has_value()) << opened.error().what;
  database_ = *std::move(opened);
  service_ = std::make_unique<Service>(
      *database_, Service::Options{.now = [this] { return now_; },
                                   .random_id = [this] { return fmt::format("{:032x}", ++ids_); },
                                   .random_reference =
                                       [this] { return fmt::format("REF{}-{:04}", 2, ++ids_); }});
  const std::filesystem::path policies = testdata::project_folder() / "policies";
  for (const std::string& key : partnerships) {
    const auto added =
        service_->add_partnership({PartnershipId{key}, "The partnership of " + key, true},
                                  file_text(policies / key / "policy.yaml"),
                                  file_text(policies / key / "demo" / "directory.yaml"));
    EXPECT_TRUE(added.has_value()) << to_words(added.error());
  }
  site_ = std::make_unique<Site>(
      Site{.service = *service_,
           .templates = load_page_templates(),
           .cannot_record = [this](const PartnershipId&) { return cannot_record; },
           .mismatched =
               [](const std::vector<std::string>& found) {
                 for (const std::string& one : found) {
                   ADD_FAILURE() << one;
                 }
               }});
  add_routes(router_, *site_);
}

TestSite::~TestSite() {
  service_.reset();
  database_.reset();
}

void TestSite::set_now(std::string_view local) {
  now_ = london(local);
}

void TestSite::pass(std::string_view local) {
  set_now(local);
  const auto passed = service_->pass_time();
  EXPECT_TRUE(passed.has_value()) << to_words(passed.error());
}

Response TestSite::answer(Request request) const {
  Response response = router_.route(request);
  last_for_log_ = response.fault;
  return response;
}

std::string Shown::text() const {
  return without_tags(html.substr(std::min(html.find("<body"), html.size())));
}

bool Shown::says(std::string_view words) const {
  return text().find(words) != std::string::npos;
}

std::string Shown::link(std::string_view wanted) const {
  for (const Tag& tag : tags(html, "a")) {
    const std::string inside =
        without_tags(html.substr(tag.end, html.find("</a>", tag.end) - tag.end));
    if (inside.find(wanted) != std::string::npos) {
      return attribute(tag.tag, "href");
    }
  }
  return "";
}

Visitor::Visitor(TestSite& site, std::string partnership, std::string person)
    : site_(site), partnership_(std::move(partnership)) {
  get("/people");
  send({{"person", std::move(person)}});
}

Request Visitor::request(Method method, const std::string& address) const {
  Request request;
  request.method = method;
  const std::string target = address.substr(0, address.find('#'));
  const std::size_t query = target.find('?');
  request.path = target.substr(0, query);
  if (query != std::string::npos) {
    request.query = parse_query(std::string_view{target}.substr(query + 1)).value_or(NamedValues{});
  }
  std::istringstream pieces{request.path};
  for (std::string piece; std::getline(pieces, piece, '/');) {
    if (!piece.empty()) {
      request.segments.push_back(percent_decode(piece, false).value_or(piece));
    }
  }
  request.cookies = cookies_;
  request.origin = "http://127.0.0.1";
  request.headers = {{"origin", "http://127.0.0.1"},
                     {"content-type", "application/x-www-form-urlencoded"}};
  request.id = "TEST";
  return request;
}

Shown Visitor::follow(Response response, std::string path) {
  for (int hops = 0; hops < 5; ++hops) {
    std::string next;
    for (const auto& [name, value] : response.headers) {
      if (name == "Set-Cookie") {
        const std::size_t equals = value.find('=');
        const std::string cookie = value.substr(0, equals);
        std::erase_if(cookies_, [&](const auto& kept) { return kept.first == cookie; });
        cookies_.emplace_back(cookie, value.substr(equals + 1, value.find(';') - equals - 1));
      }
      if (name == "Location") {
        next = value;
      }
    }
    if (next.empty()) {
      break;
    }
    path = next;
    response = site_.answer(request(Method::Get, path));
  }
  page_ = {response.status, std::move(path), std::move(response.body)};
  return page_;
}

Shown Visitor::get(std::string_view path) {
  const std::string whole = path.starts_with("/p/") || path == "/" || path == "/cover"
                                ? std::string{path}
                                : fmt::format("/p/{}{}", partnership_, path);
  return follow(site_.answer(request(Method::Get, whole)), whole);
}

Shown Visitor::send(const Fields& fields, std::size_t which) {
  const auto forms = tags(page_.html, "form");
  if (which >= forms.size()) {
    ADD_FAILURE() << page_.path << " has " << forms.size() << " forms: " << page_.text();
    return page_;
  }
  const Tag& tag = forms[which];
  const std::string inside =
      page_.html.substr(tag.end, page_.html.find("</form>", tag.end) - tag.end);
  Fields all = held(inside);
  for (const auto& [name, value] : fields) {
    std::erase_if(all, [&](const auto& kept) { return kept.first == name; });
  }
  all.insert(all.end(), fields.begin(), fields.end());
  std::string body;
  for (const auto& [name, value] : all) {
    body += fmt::format("{}{}={}", body.empty() ? "" : "&", percent_encode(name),
                        percent_encode(value));
  }
  const std::string action = attribute(tag.tag, "action");
  if (attribute(tag.tag, "method") != "post") {
    return get(action + "?" + body);
  }
  Request request = this->request(Method::Post, action);
  request.body = std::move(body);
  return follow(site_.answer(std::move(request)), action);
}

}  // namespace accord::test

#include "http/static_files.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/hash.h"

namespace clearway::http {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 17> types = {{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json; charset=utf-8"},
    {".map", "application/json; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".ttf", "font/ttf"},
    {".txt", "text/plain; charset=utf-8"},
    {".webmanifest", "application/manifest+json"},
    {".wasm", "application/wasm"},
}};

std::string_view type_of(std::string_view extension) {
  for (const auto& [ending, type] : types) {
    if (ending == extension) return type;
  }
  return "application/octet-stream";
}

// Charts and tables position their parts by style attributes; scripts come from files only.
constexpr std::string_view content_security_policy =
    "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors "
    "'none'";

std::shared_ptr<const std::string> read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return std::make_shared<const std::string>(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

bool accepts(const Request& request, std::string_view coding) {
  const auto accepted = request.header("accept-encoding");
  const auto at = accepted.find(coding);
  return at != std::string_view::npos && !accepted.substr(at + coding.size()).starts_with(";q=0");
}

}  // namespace

Result<StaticFiles> StaticFiles::load(const std::string& directory) {
  namespace fs = std::filesystem;
  StaticFiles files;
  std::error_code failure;
  if (!fs::is_regular_file(fs::path(directory) / "index.html", failure)) {
    return Error{"web_application_not_found", "--web", directory, ""};
  }
  for (const auto& entry : fs::recursive_directory_iterator(directory, failure)) {
    if (!entry.is_regular_file()) continue;
    auto name = "/" + fs::relative(entry.path(), directory).generic_string();
    const auto extension = entry.path().extension().string();
    if (extension == ".gz" || extension == ".br") {
      auto& file = files.files_[name.substr(0, name.size() - 3)];
      (extension == ".gz" ? file.gzip : file.brotli) = read(entry.path());
      continue;
    }
    auto& file = files.files_[name];
    file.plain = read(entry.path());
    file.type = type_of(extension);
    file.etag = "\"" + std::to_string(hash_text(*file.plain)) + "\"";
    file.immutable = name.starts_with("/assets/");
  }
  if (failure) return Error{"web_application_not_readable", "--web", directory + ": " + failure.message(), ""};
  return files;
}

Response StaticFiles::send(const File& file, const Request& request) const {
  Response response(200);
  response.with("Content-Type", file.type)
      .with("ETag", file.etag)
      .with("Cache-Control", file.immutable ? "public, max-age=31536000, immutable" : "no-cache")
      .with("Vary", "Accept-Encoding")
      .with("X-Frame-Options", "DENY")
      .with("Cross-Origin-Opener-Policy", "same-origin")
      .with("Content-Security-Policy", std::string(content_security_policy));
  if (request.header("if-none-match") == file.etag) {
    response.status = 304;
    return response;
  }
  response.shared_body = file.plain;
  if (file.brotli && accepts(request, "br")) {
    response.with("Content-Encoding", "br").shared_body = file.brotli;
  } else if (file.gzip && accepts(request, "gzip")) {
    response.with("Content-Encoding", "gzip").shared_body = file.gzip;
  }
  return response;
}

Response StaticFiles::answer(const Request& request) const {
  const auto path = percent_decode(request.path, false);
  if (path) {
    const auto found = files_.find(*path);
    if (found != files_.end() && found->second.plain) return send(found->second, request);
    const bool names_a_file = path->find('.', path->rfind('/') + 1) != std::string::npos;
    const auto index = files_.find("/index.html");
    // Ids of declarations hold points: a page's path is told from a file's by what the browser asks for.
    const bool page = !names_a_file || request.header("accept").find("text/html") != std::string_view::npos;
    if (page && index != files_.end() && !path->starts_with("/assets/")) return send(index->second, request);
  }
  return Response(404).with("Content-Type", "text/plain; charset=utf-8");
}

}  // namespace clearway::http

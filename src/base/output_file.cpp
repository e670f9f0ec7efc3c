#include "base/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

namespace clearway {
namespace {

constexpr std::size_t buffer_bytes = 1 << 20;

bool is_direct(const std::string& path) {
  struct stat found {};
  return path == "-" || (::stat(path.c_str(), &found) == 0 && !S_ISREG(found.st_mode));
}

std::string partial(const std::string& path) { return path + ".partial"; }

}  // namespace

Result<OutputFile> OutputFile::create(const std::string& path) {
  const bool direct = is_direct(path);
  const int descriptor = path == "-" ? ::dup(STDOUT_FILENO)
                         : direct    ? ::open(path.c_str(), O_WRONLY | O_CLOEXEC)
                                     : ::open(partial(path).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  OutputFile file(path, descriptor, direct);
  if (descriptor < 0) return file.failed(errno).error();
  return file;
}

OutputFile::OutputFile(std::string path, int descriptor, bool direct)
    : path_(std::move(path)), descriptor_(descriptor), direct_(direct) {}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      direct_(other.direct_),
      buffer_(std::move(other.buffer_)) {}

OutputFile& OutputFile::operator=(OutputFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(descriptor_, other.descriptor_);
  std::swap(direct_, other.direct_);
  std::swap(buffer_, other.buffer_);
  return *this;
}

OutputFile::~OutputFile() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  if (!direct_) ::unlink(partial(path_).c_str());
}

Status OutputFile::write(std::string_view bytes) {
  buffer_.append(bytes);
  return buffer_.size() < buffer_bytes ? success() : flush();
}

Status OutputFile::flush() {
  std::string_view left = buffer_;
  while (!left.empty()) {
    const auto written = ::write(descriptor_, left.data(), left.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failed(errno);
    left.remove_prefix(static_cast<std::size_t>(written));
  }
  buffer_.clear();
  return success();
}

Status OutputFile::finish() {
  if (auto done = flush(); !done) return done;
  if (!direct_ && ::fsync(descriptor_) != 0) return failed(errno);
  if (::close(std::exchange(descriptor_, -1)) != 0) return failed(errno);
  if (!direct_ && std::rename(partial(path_).c_str(), path_.c_str()) != 0) return failed(errno);
  return success();
}

Status OutputFile::failed(int error) const {
  const bool full = error == ENOSPC || error == EDQUOT || error == EFBIG;
  return Error{full ? "output_disk_full" : "output_not_writable", path_, std::strerror(error), ""};
}

}  // namespace clearway

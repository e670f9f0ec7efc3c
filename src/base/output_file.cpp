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
constexpr std::size_t large_part = 64 << 10;  // written from where it stands
constexpr std::uint64_t sent_ahead_bytes =
    16 << 20;  // to the disk at a time, so that `finish` finds little left to wait for

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
      buffer_(std::move(other.buffer_)),
      written_(other.written_),
      sent_ahead_(other.sent_ahead_) {}

OutputFile& OutputFile::operator=(OutputFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(descriptor_, other.descriptor_);
  std::swap(direct_, other.direct_);
  std::swap(buffer_, other.buffer_);
  std::swap(written_, other.written_);
  std::swap(sent_ahead_, other.sent_ahead_);
  return *this;
}

OutputFile::~OutputFile() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  if (!direct_) ::unlink(partial(path_).c_str());
}

Status OutputFile::write(std::string_view bytes) {
  if (bytes.size() >= large_part) {
    if (auto done = flush(); !done) return done;
    return put(bytes);
  }
  buffer_.append(bytes);
  return buffer_.size() < buffer_bytes ? success() : flush();
}

Status OutputFile::flush() {
  auto done = put(buffer_);
  buffer_.clear();
  return done;
}

Status OutputFile::put(std::string_view left) {
  while (!left.empty()) {
    const auto written = ::write(descriptor_, left.data(), left.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failed(errno);
    left.remove_prefix(static_cast<std::size_t>(written));
    written_ += static_cast<std::uint64_t>(written);
  }
  if (!direct_ && written_ - sent_ahead_ >= sent_ahead_bytes) {
    // Begins writing without waiting for it; what it cannot do, fsync does.
    (void)::sync_file_range(descriptor_, static_cast<off64_t>(sent_ahead_),
                            static_cast<off64_t>(written_ - sent_ahead_), SYNC_FILE_RANGE_WRITE);
    sent_ahead_ = written_;
  }
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

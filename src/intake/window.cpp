#include "intake/window.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace clearway::intake {
namespace {

std::string system_text(int number) { return std::generic_category().message(number); }

class FileStream final : public ByteStream {
 public:
  FileStream(int descriptor, bool owned, std::optional<std::uint64_t> size)
      : descriptor_(descriptor), owned_(owned), size_(size) {}
  FileStream(const FileStream&) = delete;
  FileStream& operator=(const FileStream&) = delete;
  ~FileStream() override {
    if (owned_) ::close(descriptor_);
  }

  std::ptrdiff_t read(char* out, std::size_t size) override {
    for (;;) {
      const auto count = ::read(descriptor_, out, size);
      if (count >= 0) return count;
      if (errno == EINTR) continue;
      failure = system_text(errno);
      return -1;
    }
  }
  std::optional<std::uint64_t> total_bytes() const override { return size_; }

 private:
  int descriptor_;
  bool owned_;
  std::optional<std::uint64_t> size_;
};

class TextStream final : public ByteStream {
 public:
  explicit TextStream(std::string text) : text_(std::move(text)) {}
  std::ptrdiff_t read(char* out, std::size_t size) override {
    const auto count = std::min(size, text_.size() - position_);
    std::memcpy(out, text_.data() + position_, count);
    position_ += count;
    return static_cast<std::ptrdiff_t>(count);
  }
  std::optional<std::uint64_t> total_bytes() const override { return text_.size(); }

 private:
  std::string text_;
  std::size_t position_ = 0;
};

Error file_error(std::string code, const std::string& path, std::string detail) {
  return {std::move(code), path, std::move(detail), {}};
}

}  // namespace

Result<std::unique_ptr<ByteStream>> open_stream(const std::string& path) {
  const bool standard_input = path == "-";
  const int descriptor = standard_input ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    return file_error(errno == ENOENT ? "file_not_found" : "file_not_readable", path, system_text(errno));
  struct stat status {};
  const bool known = ::fstat(descriptor, &status) == 0;
  if (known && S_ISDIR(status.st_mode)) {
    if (!standard_input) ::close(descriptor);
    return file_error("file_not_readable", path, system_text(EISDIR));
  }
  std::optional<std::uint64_t> size;
  if (known && S_ISREG(status.st_mode)) {
    size = static_cast<std::uint64_t>(status.st_size);
    ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
  }
  return std::unique_ptr<ByteStream>(std::make_unique<FileStream>(descriptor, !standard_input, size));
}

std::unique_ptr<ByteStream> text_stream(std::string text) { return std::make_unique<TextStream>(std::move(text)); }

Window::Window(std::unique_ptr<ByteStream> stream, std::size_t block_size)
    : stream_(std::move(stream)), pool_(block_size), block_(pool_.take(block_size)) {
  block_->close(0);
  begin_ = end_ = block_->data();
}

bool Window::more() {
  if (ended_) return false;
  const auto left = static_cast<std::size_t>(end_ - begin_);
  // A row that does not fit asks for a block twice its size, so that long rows cost linear time.
  auto next = pool_.take(std::max(pool_.block_size(), 2 * left));
  std::memcpy(next->data(), begin_, left);
  auto size = left;
  while (size < next->capacity()) {
    const auto count = stream_->read(next->data() + size, next->capacity() - size);
    if (count <= 0) {
      ended_ = true;
      break;
    }
    size += static_cast<std::size_t>(count);
  }
  next->close(size);
  bytes_read_ += size - left;
  block_ = std::move(next);
  begin_ = block_->data();
  end_ = begin_ + size;
  return size > left;
}

bool LineReader::refill() {
  ++refills_;
  return window_.more();
}

LineStatus LineReader::next(Line& line) {
  std::size_t searched = 0;
  const char* line_end = nullptr;
  for (;;) {
    const auto text = window_.text();
    line_end = static_cast<const char*>(std::memchr(text.data() + searched, '\n', text.size() - searched));
    if (line_end != nullptr) break;
    searched = text.size();
    if (searched > limit_) return skip_line(line);
    if (!refill()) break;
  }
  const auto text = window_.text();
  if (line_end == nullptr && text.empty()) return LineStatus::end;
  line.number = ++number_;
  line.complete = line_end != nullptr;
  const char* end = line.complete ? line_end : text.data() + text.size();
  window_.advance_to(line.complete ? end + 1 : end);
  if (static_cast<std::size_t>(end - text.data()) > limit_) return LineStatus::too_long;
  if (end != text.data() && end[-1] == '\r') --end;
  line.text = {text.data(), static_cast<std::size_t>(end - text.data())};
  return LineStatus::line;
}

LineStatus LineReader::skip_line(Line& line) {
  line.number = ++number_;
  for (;;) {
    const auto text = window_.text();
    const auto* end = static_cast<const char*>(std::memchr(text.data(), '\n', text.size()));
    window_.advance_to(end != nullptr ? end + 1 : window_.end());
    if (end != nullptr || !refill()) return LineStatus::too_long;
  }
}

}  // namespace clearway::intake

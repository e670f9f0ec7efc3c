#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "mail/message.h"

namespace clearway::mail {
namespace {

Error failed(const std::string& path) {
  return {"outbox_cannot_be_written", path, std::strerror(errno), "Check that the folder exists and may be written"};
}

bool write_all(int file, std::string_view content) {
  while (!content.empty()) {
    const auto written = ::write(file, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

Status put_file(const std::string& folder, const std::string& name, std::string_view content) {
  const auto path = folder + "/" + name;
  // Begins with a point, so that whoever takes mails out of the folder does not see it before it is whole.
  const auto beside = folder + "/." + name + "." + std::to_string(::getpid());
  const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
  if (file < 0) return failed(beside);
  const bool kept = write_all(file, content) && ::fsync(file) == 0;
  const bool closed = ::close(file) == 0;
  if (!kept || !closed || std::rename(beside.c_str(), path.c_str()) != 0) {
    const auto error = failed(path);
    ::unlink(beside.c_str());
    return error;
  }
  const int directory = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return failed(folder);
  const bool synced = ::fsync(directory) == 0;
  ::close(directory);
  return synced ? success() : Status(failed(folder));
}

}  // namespace clearway::mail

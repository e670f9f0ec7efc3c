#include "db/owner_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "db/error.h"

namespace clearway::db {
namespace {

std::string read_owner(int descriptor) {
  std::array<char, 256> text{};
  const auto size = pread(descriptor, text.data(), text.size(), 0);
  return size > 0 ? std::string(text.data(), static_cast<std::size_t>(size)) : std::string("an unknown process");
}

}  // namespace

Result<std::unique_ptr<OwnerLock>> OwnerLock::take(const std::string& database_path, const std::string& owner) {
  const std::string path = database_path + "-owner";
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0) {
    const Failure failure = errno == EACCES || errno == EROFS ? Failure::read_only
                            : errno == ENOSPC                 ? Failure::disk_full
                                                              : Failure::cannot_open;
    return make_error(failure, path, std::strerror(errno));
  }
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    const Error error = make_error(Failure::owned, database_path, read_owner(descriptor));
    close(descriptor);
    return error;
  }
  const std::string text = owner + ", process " + std::to_string(getpid());
  // The text only informs; a full disk must not keep the owner out.
  if (ftruncate(descriptor, 0) == 0) (void)!pwrite(descriptor, text.data(), text.size(), 0);
  return std::unique_ptr<OwnerLock>(new OwnerLock(descriptor));
}

OwnerLock::~OwnerLock() { close(descriptor_); }

}  // namespace clearway::db

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace clearway {

/// A result file that is there whole or not at all: written as PATH.partial, given its name by `finish`. Without
/// `finish` (an error, a kill) no file of that name appears and an earlier one stays. "-", pipes and devices are
/// written directly. Error codes: output_not_writable, output_disk_full.
class OutputFile {
 public:
  static Result<OutputFile> create(const std::string& path);
  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&& other) noexcept;
  ~OutputFile();

  /// Buffered; the error of an earlier write is told at the next.
  Status write(std::string_view bytes);
  /// Everything on disk, under its name.
  Status finish();

 private:
  OutputFile(std::string path, int descriptor, bool direct);
  Status flush();
  Status put(std::string_view bytes);
  Status failed(int error) const;

  std::string path_;
  int descriptor_ = -1;
  bool direct_ = false;
  std::string buffer_;
  std::uint64_t written_ = 0, sent_ahead_ = 0;
};

}  // namespace clearway

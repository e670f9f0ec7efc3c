#include "app/input_files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "app/context.h"

namespace clearway::app {

namespace fs = std::filesystem;

std::vector<std::string> input_files(Context& context, const std::vector<std::string>& named) {
  std::vector<std::string> files;
  for (const auto& name : named) {
    if (!fs::is_directory(name)) {
      files.push_back(name);
      continue;
    }
    std::vector<std::string> inside;
    for (const auto& entry : fs::directory_iterator(name)) {
      const auto file = entry.path().filename().string();
      const auto type = entry.path().extension();
      if (file.starts_with("declarations") && (type == ".jsonl" || type == ".csv")) inside.push_back(entry.path());
    }
    if (inside.empty()) {
      fail(Exit::wrong_use, {"folder_is_empty", "FILE", context.text("screen.folder_is_empty", {{"folder", name}}),
                             context.text("screen.folder_is_empty_fix")});
    }
    std::sort(inside.begin(), inside.end());
    files.insert(files.end(), inside.begin(), inside.end());
  }
  return files;
}

std::string file_contents(Context& context, const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    fail(Exit::wrong_use, {"cannot_be_read", path, context.text("model.cannot_be_read", {{"path", path}}),
                           context.text("model.cannot_be_read_fix")});
  }
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace clearway::app

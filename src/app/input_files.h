#pragma once

#include <string>
#include <vector>

namespace clearway::app {

class Context;

/// The files meant: those named, and of a folder the declarations in it, by name. Ends the command where a folder has
/// none.
std::vector<std::string> input_files(Context& context, const std::vector<std::string>& named);

/// The bytes of a file. Ends the command where it cannot be read.
std::string file_contents(Context& context, const std::string& path);

}  // namespace clearway::app

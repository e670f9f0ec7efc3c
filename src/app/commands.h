#pragma once

// One function per command family, each in src/app/<family>_commands.cpp; app.cpp calls them.

namespace CLI {
class App;
}

namespace clearway::app {

class Context;

}  // namespace clearway::app

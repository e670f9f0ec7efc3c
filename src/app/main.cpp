#include <iostream>

#include "app/context.h"

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  return clearway::app::run(argc, argv, std::cout, std::cerr);
}

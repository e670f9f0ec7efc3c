// bench_document [LETTERS]: time of a letter with fonts kept open against one whose fonts are opened for it, in
// milliseconds of wall time, medians. Prints `ko<tab>warm<tab>cold`, `both<tab>…`, and the bytes of each.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "document/fonts.h"
#include "document/printer.h"

namespace {

using namespace clearway;

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

template <class Work>
double milliseconds(int repeats, Work work) {
  std::vector<double> taken;
  for (int i = 0; i < repeats; ++i) {
    const auto start = std::chrono::steady_clock::now();
    work();
    taken.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
  }
  return median(std::move(taken));
}

}  // namespace

int main(int argc, char** argv) {
  const int letters = argc > 1 ? std::atoi(argv[1]) : 20;
  const std::string source = CLEARWAY_SOURCE_DIR;
  const auto messages = Messages::load(source + "/messages").value();
  const auto templates = document::Templates::load(source + "/documents").value();
  std::ifstream in(source + "/src/document/cases/demand.json");
  const std::string json{std::istreambuf_iterator<char>(in), {}};
  const auto& form = *templates.find("demand");
  const auto warm = document::Fonts::open().value();
  for (const auto languages : {document::Languages::korean, document::Languages::both}) {
    std::size_t bytes = 0;
    const auto letter = [&](document::Fonts& fonts) {
      bytes = document::print(document::compose(form, json, languages, messages).value(), fonts).value().bytes.size();
    };
    letter(*warm);
    const double with_warm = milliseconds(letters, [&] { letter(*warm); });
    const double with_cold = milliseconds(std::max(3, letters / 4), [&] {
      const auto fonts = document::Fonts::open().value();
      letter(*fonts);
    });
    std::printf("%s\t%.2f\t%.2f\t%zu\n", languages == document::Languages::korean ? "ko" : "both", with_warm, with_cold,
                bytes);
  }
}

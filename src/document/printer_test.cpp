#include "document/printer.h"

#include <cstdio>
#include <filesystem>
#include <regex>

#include "document/fixture_test.h"

namespace clearway::document {
namespace {

/// What a reader's own program finds in a PDF (Debian's poppler-utils).
std::string output_of(const std::string& command) {
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return {};
  std::string out;
  char buffer[4096];
  for (std::size_t read; (read = fread(buffer, 1, sizeof buffer, pipe)) > 0;) out.append(buffer, read);
  EXPECT_EQ(pclose(pipe), 0) << command;
  return out;
}

class PdfFile {
 public:
  explicit PdfFile(const std::string& bytes) {
    char pattern[] = "/tmp/clearway-pdf-XXXXXX";
    const int descriptor = mkstemp(pattern);
    path_ = pattern;
    std::ofstream(path_, std::ios::binary) << bytes;
    close(descriptor);
  }
  ~PdfFile() { std::filesystem::remove(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

TEST(Pdf, TheSameDocumentGivesTheSameBytes) {
  const auto document = composed("demand");
  const auto first = print(document, fonts()).value();
  const auto other_fonts = Fonts::open().value();
  EXPECT_EQ(first.bytes, print(document, fonts()).value().bytes);
  EXPECT_EQ(first.bytes, print(document, *other_fonts).value().bytes);
  auto later = document;
  later.date = Date::of(2026, 4, 22);
  EXPECT_NE(first.bytes, print(later, fonts()).value().bytes);
}

TEST(Pdf, ProgramsOfReadersFindTextTitleLanguageAndFonts) {
  const auto pdf = print(composed("demand"), fonts()).value();
  const PdfFile file(pdf.bytes);
  const auto text = output_of("pdftotext -layout " + file.path() + " -");
  for (const auto* part :
       {"독촉장", "103,374,000원", "2026년 5월 11일까지", "English reading copy", "KRW 103,374,000"}) {
    EXPECT_TRUE(has(text, part)) << part;
  }
  const auto info = output_of("pdfinfo " + file.path());
  EXPECT_TRUE(has(info, "독촉장")) << info;
  EXPECT_TRUE(std::regex_search(info, std::regex("Pages: +" + std::to_string(pdf.pages)))) << info;
  EXPECT_TRUE(std::regex_search(info, std::regex("Tagged: +yes"))) << info;
  EXPECT_TRUE(has(info, "A4")) << info;
  EXPECT_TRUE(has(pdf.bytes, "/Lang (ko-KR)"));
  EXPECT_TRUE(has(pdf.bytes, "/CreationDate (20260421000000"));
  const auto structure = output_of("pdfinfo -struct-text " + file.path());
  for (const auto* part : {"H1", "Table", "TH", "TD"}) EXPECT_TRUE(has(structure, part)) << structure;
  // Subsets are embedded: six letters, a plus, the name; "yes yes".
  const auto fonts_of = output_of("pdffonts " + file.path());
  EXPECT_TRUE(std::regex_search(fonts_of, std::regex("[A-Z]{6}\\+NotoSansCJK[^\\n]* yes yes"))) << fonts_of;
  EXPECT_FALSE(std::regex_search(fonts_of, std::regex(" no +(yes|no) +(yes|no) +[0-9]"))) << fonts_of;
}

TEST(Pdf, TheLinkOfVerificationCanBeFollowed) {
  const auto pdf = print(composed("demand", Languages::korean), fonts()).value();
  EXPECT_TRUE(has(pdf.bytes, "/URI (https://clearway.sample.invalid/verify/7KQ2-M9XD-4TRP)"));
}

TEST(Printer, ThreadsGiveTheSameBytesAsOne) {
  const auto printer = Printer::start(2, 100).value();
  std::vector<std::pair<std::string, std::future<Result<Pdf>>>> printed;
  for (int round = 0; round < 2; ++round) {
    for (const auto& [id, form] : templates().all()) {
      printed.emplace_back(id, printer->print(composed(id)).value());
    }
  }
  for (auto& [id, future] : printed) {
    EXPECT_EQ(future.get().value().bytes, print(composed(id), fonts()).value().bytes) << id;
  }
}

TEST(Printer, AFullQueueIsToldAndWhatIsQueuedIsPrinted) {
  std::vector<std::future<Result<Pdf>>> taken;
  {
    const auto none = Printer::start(1, 0).value();
    const auto refused = none->print(composed("demand"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "too_many_documents_waiting");
    const auto printer = Printer::start(1, 5).value();
    for (int i = 0; i < 3; ++i) taken.push_back(printer->print(composed("payment_order", Languages::korean)).value());
  }
  for (auto& future : taken) EXPECT_EQ(future.get().value().pages, 2);
}

TEST(Printer, AnErrorComesWithTheDocument) {
  const auto printer = Printer::start(1, 5).value();
  auto document = composed("payment_order", Languages::korean);
  document.parts[0].blocks.push_back(block::Paragraph{"\xF3\xB0\x80\x80"});  // a character of nobody
  auto future = printer->print(document).value();
  EXPECT_EQ(future.get().error().code, "character_cannot_be_shown");
}

}  // namespace
}  // namespace clearway::document

#include "mail/message.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace clearway::mail {
namespace {

Message example() {
  Message message;
  message.id = "M-0123456789abcdef";
  message.from = {"관세청 (견본)", "notices@clearway.sample.invalid"};
  message.to = {"Sample \"Trader\"", "trader@clearway.sample.invalid"};
  message.subject = "[관세청] 운임·보험료 누락 — 수입신고 99999-26-100001M";
  message.text = "안내합니다.\nPlease look again.\n";
  message.at = *Instant::parse("2026-03-08T15:30:05.000000Z");
  message.attachments = {{"안내.pdf", "application/pdf", std::string("%PDF-1.4\0\x01", 10)}};
  return message;
}

std::string folder() {
  const auto path = std::filesystem::temp_directory_path() / ("clearway-mail-" + std::to_string(::getpid()));
  std::filesystem::create_directories(path);
  return path.string();
}

TEST(Message, IsWrittenAsMailProgramsReadIt) {
  EXPECT_EQ(to_text(example()),
            "From: =?UTF-8?B?6rSA7IS47LKtICjqsqzrs7gp?=\r\n"
            " <notices@clearway.sample.invalid>\r\n"
            "To: \"Sample \\\"Trader\\\"\"\r\n"
            " <trader@clearway.sample.invalid>\r\n"
            "Subject: =?UTF-8?B?W+q0gOyEuOyyrV0g7Jq07J6Ewrfrs7Ttl5jro4wg64iE6529IA==?=\r\n"
            " =?UTF-8?B?4oCUIOyImOyeheyLoOqzoCA5OTk5OS0yNi0xMDAwMDFN?=\r\n"
            "Date: Mon, 09 Mar 2026 00:30:05 +0900\r\n"
            "Message-ID: <M-0123456789abcdef@clearway.sample.invalid>\r\n"
            "Auto-Submitted: auto-generated\r\n"
            "MIME-Version: 1.0\r\n"
            "Content-Type: multipart/mixed;\r\n"
            " boundary=\"part_M-0123456789abcdef\"\r\n"
            "\r\n"
            "--part_M-0123456789abcdef\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: base64\r\n"
            "\r\n"
            "7JWI64K07ZWp64uI64ukLg0KUGxlYXNlIGxvb2sgYWdhaW4uDQo=\r\n"
            "--part_M-0123456789abcdef\r\n"
            "Content-Type: application/pdf;\r\n"
            " name*=UTF-8''%EC%95%88%EB%82%B4.pdf\r\n"
            "Content-Transfer-Encoding: base64\r\n"
            "Content-Disposition: attachment;\r\n"
            " filename*=UTF-8''%EC%95%88%EB%82%B4.pdf\r\n"
            "\r\n"
            "JVBERi0xLjQAAQ==\r\n"
            "--part_M-0123456789abcdef--\r\n");
}

TEST(Message, AHeaderCannotBeAddedByWhatStandsInOne) {
  auto message = example();
  message.subject = "quiet\r\nBcc: somebody@elsewhere.invalid";
  message.to.name = "A\nB";
  const auto text = to_text(message);
  EXPECT_EQ(text.find("\r\nBcc"), std::string::npos);
  EXPECT_NE(text.find("Subject: quiet  Bcc: somebody@elsewhere.invalid\r\n"), std::string::npos);
  EXPECT_NE(text.find("\"A B\""), std::string::npos);
}

TEST(Message, AnyTextGivesLinesThatMailServersTake) {
  rc::check([](const std::string& subject, const std::string& name, const std::string& content) {
    auto message = example();
    message.subject = subject;
    message.to.name = name;
    message.attachments.front().content = content;
    const auto text = to_text(message);
    std::size_t at = 0;
    while (at < text.size()) {
      const auto end = text.find("\r\n", at);
      RC_ASSERT(end != std::string::npos);
      const auto line = text.substr(at, end - at);
      RC_ASSERT(line.size() <= 78U);
      for (const char c : line) RC_ASSERT(c >= ' ' && c < '\x7f');
      at = end + 2;
    }
  });
}

TEST(Message, OnlyALocalPartThatNeedsItIsQuoted) {
  EXPECT_EQ(address_of("sample.trader", "a.invalid"), "sample.trader@a.invalid");
  EXPECT_EQ(address_of(".trader", "a.invalid"), "\".trader\"@a.invalid");
  EXPECT_EQ(address_of("a..b", "a.invalid"), "\"a..b\"@a.invalid");
}

TEST(PutFile, PutsAFileInPlaceAndAgain) {
  const auto at = folder();
  ASSERT_TRUE(put_file(at, "one.eml", "first").ok());
  ASSERT_TRUE(put_file(at, "one.eml", "second").ok());
  std::ifstream in(at + "/one.eml");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), "second");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(at), {}), 1) << "nothing is left beside";
  std::filesystem::remove_all(at);
  const auto gone = put_file(at, "two.eml", "x");
  ASSERT_FALSE(gone.ok());
  EXPECT_EQ(gone.error().code, "outbox_cannot_be_written");
}

}  // namespace
}  // namespace clearway::mail

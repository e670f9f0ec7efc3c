#include "api/letter_press.h"

#include "document/fonts.h"
#include "document/printer.h"

namespace clearway::api {
namespace {

constexpr std::size_t most_waiting = 32;

}  // namespace

LetterPress::LetterPress(std::string documents, const Messages& messages)
    : documents_(std::move(documents)), messages_(messages) {}
LetterPress::~LetterPress() = default;

Status LetterPress::open() {
  const std::lock_guard lock(mutex_);
  if (printer_) return success();
  auto templates = document::Templates::load(documents_);
  if (!templates) return templates.error();
  auto printer = document::Printer::start(1, most_waiting);
  if (!printer) return printer.error();
  templates_ = std::make_unique<document::Templates>(std::move(*templates));
  printer_ = std::move(*printer);
  return success();
}

Result<std::string> LetterPress::print(const std::string& form, const std::string& values,
                                       document::Languages languages) {
  if (auto status = open(); !status) return status.error();
  const auto* found = templates_->find(form);
  if (found == nullptr) return Error{"not_found", "form", "There is no letter '" + form + "'", "Check its name"};
  auto composed = document::compose(*found, values, languages, messages_);
  if (!composed) return composed.error();
  auto order = printer_->print(std::move(*composed));
  if (!order) return order.error();
  auto pdf = order->get();
  if (!pdf) return pdf.error();
  return std::move(pdf->bytes);
}

}  // namespace clearway::api

#pragma once

#include <string>

#include "document/layout.h"

namespace clearway::document {

/// A printed document.
struct Pdf {
  std::string bytes;
  int pages = 0;
};

/// A4 pages with embedded subsets of the fonts, text that can be searched, structure, title, subject, language, and the
/// document's own date as its date of creation. The same layout gives the same bytes.
Pdf write_pdf(const Layout& layout);

}  // namespace clearway::document

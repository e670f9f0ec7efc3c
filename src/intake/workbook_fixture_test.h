#pragma once

#include <zip.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace clearway::intake {

/// A zip archive of these parts, in memory.
inline std::string archive(const std::map<std::string, std::string>& parts) {
  zip_error_t error;
  zip_error_init(&error);
  auto* source = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(source);
  auto* zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
  for (const auto& [name, content] : parts) {
    zip_file_add(zip, name.c_str(), zip_source_buffer(zip, content.data(), content.size(), 0), ZIP_FL_ENC_UTF_8);
  }
  zip_close(zip);
  zip_source_open(source);
  zip_source_seek(source, 0, SEEK_END);
  std::string bytes(static_cast<std::size_t>(zip_source_tell(source)), '\0');
  zip_source_seek(source, 0, SEEK_SET);
  zip_source_read(source, bytes.data(), bytes.size());
  zip_source_close(source);
  zip_source_free(source);
  return bytes;
}

inline std::string xml_text(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '<' ? "&lt;" : c == '&' ? "&amp;" : std::string(1, c);
  return out;
}

/// The parts of a workbook whose first sheet has this XML for its rows.
inline std::map<std::string, std::string> parts_of(const std::string& rows) {
  const std::string head = R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)";
  const std::string kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const std::string main = R"( xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main")";
  return {
      {"xl/workbook.xml", head + "<workbook" + main + " xmlns:r=\"" + kinds +
                              "\"><sheets><sheet name=\"one\" sheetId=\"1\" r:id=\"rId1\"/>"
                              "<sheet name=\"two\" sheetId=\"2\" r:id=\"rId9\"/></sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels",
       head + "<Relationships><Relationship Id=\"rId1\" Type=\"" + kinds +
           "/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"" + kinds +
           "/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/><Relationship Id=\"rId3\" Type=\"" + kinds +
           "/styles\" Target=\"styles.xml\"/></Relationships>"},
      {"xl/worksheets/sheet1.xml", head + "<worksheet" + main + "><sheetData>" + rows + "</sheetData></worksheet>"}};
}

/// A workbook of these rows of text, kept in the cells themselves.
inline std::string workbook(const std::vector<std::vector<std::string>>& table) {
  std::string rows;
  for (std::size_t row = 0; row < table.size(); ++row) {
    rows += "<row r=\"" + std::to_string(row + 1) + "\">";
    for (const auto& cell : table[row]) {
      rows += "<c t=\"inlineStr\"><is><t xml:space=\"preserve\">" + xml_text(cell) + "</t></is></c>";
    }
    rows += "</row>";
  }
  return archive(parts_of(rows));
}

}  // namespace clearway::intake

#include <gtest/gtest.h>

#include "intake/source.h"

namespace clearway::intake {
namespace {

using declaration::Field;

TEST(JsonSource, ReadsHeaderAndItems) {
  const auto source = Source::over(
      "{\"declaration_id\":\"A1\",\"procedure\":\"formal\",\"exporter_name\":\"가상무역 "
      "\\u0030012\",\"total_fob_krw\":1200000,"
      "\"items\":[{\"goods_description\":\"KNIT "
      "SHIRT\",\"quantity\":\"12\"},{\"goods_description\":\"SOAP\",\"brand\":null}]}\r\n"
      "\n"
      "{ \"procedure\" : \"manifest\", \"declaration_id\" : 77 , \"goods_description\":\"MASK PACK\" }",
      "test", {});
  ASSERT_TRUE(source) << source.error().detail;
  Batch batch;
  std::vector<Reject> rejects;
  ASSERT_TRUE(*(*source)->next_batch(batch, rejects));
  ASSERT_TRUE(rejects.empty());
  ASSERT_EQ(batch.declarations().size(), 2U);
  const auto& first = batch.declarations()[0];
  EXPECT_EQ(first.declaration_id, "A1");
  EXPECT_EQ(first.procedure, declaration::Procedure::formal);
  EXPECT_EQ(first.source_row, 1U);
  EXPECT_EQ(first.text(Field::exporter_name), "가상무역 0012");
  EXPECT_EQ(first.text(Field::total_fob_krw), "1200000");
  ASSERT_EQ(first.item_count, 2U);
  EXPECT_EQ(first.text(Field::quantity), "12");
  EXPECT_EQ(first.text(Field::goods_description, 1), "SOAP");
  EXPECT_EQ(first.text(Field::brand, 1), "");
  const auto& second = batch.declarations()[1];
  EXPECT_EQ(second.declaration_id, "77");
  EXPECT_EQ(second.source_row, 3U);
  ASSERT_EQ(second.item_count, 1U);
  EXPECT_EQ(second.text(Field::goods_description), "MASK PACK");
  EXPECT_FALSE(*(*source)->next_batch(batch, rejects));
}

}  // namespace
}  // namespace clearway::intake

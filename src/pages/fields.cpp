#include "pages/fields.hpp"

#include <fmt/format.h>

namespace accord {

namespace {

/// The legend or label: the page's heading, or a smaller one.
void put_label(Dictionary& part, std::string_view label, bool heading, std::string_view caption) {
  Dictionary& shown = part.section(heading ? "HEADING" : "LABEL");
  shown.set("TEXT", label);
  if (heading) {
    shown.set_if_any("CAPTION", "CAPTION_TEXT", caption);
  }
}

/// What describes the field to a screen reader, in the order read.
void put_described(Dictionary& part, std::string_view name, bool hint, bool error, bool count) {
  std::string ids;
  const auto add = [&](bool there, std::string_view what) {
    if (there) {
      ids += fmt::format("{}{}-{}", ids.empty() ? "" : " ", name, what);
    }
  };
  add(hint, "hint");
  add(error, "error");
  add(count, "info");
  part.set_if_any("DESCRIBED", "IDS", ids);
}

}  // namespace

std::string words_of(const ChoiceField& field) {
  std::string words;
  const auto add = [&](const std::string& one) {
    words += (words.empty() || one.empty() ? "" : "; ") + one;
  };
  for (const Choice& choice : field.choices) {
    if (choice.chosen) {
      add(choice.text);
    }
  }
  add(field.other_value);
  return words;
}

void put(Dictionary& page, std::string_view marker, const TextField& field) {
  Dictionary& part = page.include(marker, field.rows > 0 ? "field_area.html" : "field_line.html");
  part.set("NAME", field.name).set("VALUE", field.value);
  put_label(part, field.label, field.heading, field.caption);
  part.set_if_any("HINT", "HINT_TEXT", field.hint);
  part.set_if_any("ERROR", "ERROR_TEXT", field.error);
  part.show_if(!field.error.empty(), "ERROR_GROUP").show_if(!field.error.empty(), "ERROR_BOX");
  const bool count = field.rows > 0 && field.most_characters > 0;
  put_described(part, field.name, !field.hint.empty(), !field.error.empty(), count);
  if (field.rows == 0) {
    return;
  }
  part.set("ROWS", fmt::to_string(field.rows));
  if (count) {
    part.show("COUNT_CLASS").show("COUNT_BOX");
    part.section("COUNT").set("MOST", fmt::to_string(field.most_characters));
    part.section("COUNT_NOTE").set("MOST", fmt::to_string(field.most_characters));
  }
  if (!field.starters.empty()) {
    Dictionary& help = part.section("STARTERS");
    for (const Starter& starter : field.starters) {
      help.section("STARTER").set("WHAT", starter.what).set("WORDS", starter.words);
    }
  }
}

void put(Dictionary& page, std::string_view marker, const ChoiceField& field) {
  Dictionary& part = page.include(marker, "field_choices.html");
  part.set("NAME", field.name);
  put_label(part, field.legend, field.heading, field.caption);
  part.set_if_any("HINT", "HINT_TEXT", field.hint);
  part.set_if_any("ERROR", "ERROR_TEXT", field.error);
  part.show_if(!field.error.empty(), "ERROR_GROUP");
  put_described(part, field.name, !field.hint.empty(), !field.error.empty(), false);
  int number = 0;
  for (const Choice& choice : field.choices) {
    Dictionary& item = part.section(field.several ? "BOX" : "RADIO");
    // The first has the field's own name as its id: the error summary goes there.
    item.set("ID", number == 0 ? field.name : fmt::format("{}-{}", field.name, number));
    item.set("VALUE", choice.value).set("TEXT", choice.text).show_if(choice.chosen, "CHECKED");
    item.set_if_any("ITEM_HINT", "ITEM_HINT_TEXT", choice.hint);
    ++number;
  }
  if (field.or_else) {
    part.section("OTHER")
        .set("OTHER_LABEL", field.other_label)
        .set("OTHER_VALUE", field.other_value);
  }
}

void put(Dictionary& page, std::string_view marker, const WhenField& field) {
  Dictionary& part = page.include(marker, "field_when.html");
  part.set("NAME", field.name);
  put_label(part, field.legend, field.heading, field.caption);
  part.set_if_any("HINT", "HINT_TEXT", field.hint);
  part.set_if_any("ERROR", "ERROR_TEXT", field.error);
  part.show_if(!field.error.empty(), "ERROR_GROUP");
  put_described(part, field.name, !field.hint.empty(), !field.error.empty(), false);
  part.set("DAY", field.value.day).set("MONTH", field.value.month).set("YEAR", field.value.year);
  const auto wrong = [&](std::string_view box) {
    return field.error_field == fmt::format("{}-{}", field.name, box);
  };
  part.show_if(wrong("day"), "DAY_ERROR").show_if(wrong("month"), "MONTH_ERROR");
  part.show_if(wrong("year"), "YEAR_ERROR");
  if (!field.day_only) {
    part.section("CLOCK").set("TIME", field.value.time).show_if(wrong("time"), "TIME_ERROR");
  }
}

}  // namespace accord

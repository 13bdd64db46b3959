#pragma once

// Put before every instrumented file by the compiler (-include). One program holds every mutant;
// this says whether it is the one that is tried now.

namespace accord::mutants {

extern int chosen;               ///< 0: none, the program as it is written
extern unsigned char reached[];  ///< by number: 1 when the place was executed

}  // namespace accord::mutants

namespace accord {

constexpr bool mutant(int number) {
  if consteval {
    return false;
  } else {
    mutants::reached[number] = 1;
    return mutants::chosen == number;
  }
}

}  // namespace accord

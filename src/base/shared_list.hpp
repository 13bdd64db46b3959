#pragma once

#include <compare>
#include <cstddef>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

namespace accord {

/// A list whose copies share their elements: copying it copies one pointer for each, and an element
/// is copied when one of the lists changes it. A value like any other: what is done to one list is
/// never seen in another. For what is copied often, changed seldom and large.
template <typename T>
class SharedList {
  using Slot = std::shared_ptr<T>;

 public:
  class Iterator {
   public:
    using iterator_category = std::random_access_iterator_tag;
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using pointer = const T*;
    using reference = const T&;

    Iterator() = default;
    explicit Iterator(const Slot* slot) : slot_(slot) {}

    reference operator*() const { return **slot_; }
    pointer operator->() const { return slot_->get(); }
    reference operator[](difference_type n) const { return *slot_[n]; }
    Iterator& operator++() { return *this += 1; }
    Iterator& operator--() { return *this += -1; }
    Iterator operator++(int) { return std::exchange(*this, *this + 1); }
    Iterator operator--(int) { return std::exchange(*this, *this - 1); }
    Iterator& operator+=(difference_type n) {
      slot_ += n;
      return *this;
    }
    Iterator& operator-=(difference_type n) { return *this += -n; }
    friend Iterator operator+(Iterator i, difference_type n) { return i += n; }
    friend Iterator operator+(difference_type n, Iterator i) { return i += n; }
    friend Iterator operator-(Iterator i, difference_type n) { return i -= n; }
    friend difference_type operator-(Iterator a, Iterator b) { return a.slot_ - b.slot_; }
    auto operator<=>(const Iterator&) const = default;

   private:
    const Slot* slot_ = nullptr;
  };
  using iterator = Iterator;
  using const_iterator = Iterator;
  using value_type = T;
  using size_type = std::size_t;
  using const_reverse_iterator = std::reverse_iterator<Iterator>;

  [[nodiscard]] Iterator begin() const { return Iterator{slots_.data()}; }
  [[nodiscard]] Iterator end() const { return Iterator{slots_.data() + slots_.size()}; }
  [[nodiscard]] const_reverse_iterator rbegin() const { return const_reverse_iterator{end()}; }
  [[nodiscard]] const_reverse_iterator rend() const { return const_reverse_iterator{begin()}; }
  [[nodiscard]] bool empty() const { return slots_.empty(); }
  [[nodiscard]] std::size_t size() const { return slots_.size(); }
  [[nodiscard]] const T& operator[](std::size_t index) const { return *slots_[index]; }
  [[nodiscard]] const T& front() const { return *slots_.front(); }
  [[nodiscard]] const T& back() const { return *slots_.back(); }

  void push_back(T value) { slots_.push_back(std::make_shared<T>(std::move(value))); }

  /// The element to be changed, in this list alone. References got from it before may be to what
  /// other lists still hold.
  [[nodiscard]] T& edit(std::size_t index) {
    Slot& slot = slots_[index];
    // Taking one more share, rather than only reading the count, also orders what follows after
    // the last use of a share that another thread has let go.
    const Slot held = slot;
    if (held.use_count() > 2) {
      slot = std::make_shared<T>(*held);
    }
    return *slot;
  }

 private:
  std::vector<Slot> slots_;
};

}  // namespace accord

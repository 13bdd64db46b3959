// Progressive enhancement only. Every page works with this file missing.
import { initAll } from './govuk-frontend.js'

document.addEventListener('DOMContentLoaded', function () {
  initAll()
  document.querySelectorAll('[data-accord-print]').forEach(function (b) {
    b.hidden = false
    b.addEventListener('click', function () { window.print() })
  })
})
// Printing opens every closed explanation, then closes it again.
window.addEventListener('beforeprint', function () {
  document.querySelectorAll('details:not([open])').forEach(function (d) { d.open = true; d.dataset.accordOpened = '' })
})
window.addEventListener('afterprint', function () {
  document.querySelectorAll('details[data-accord-opened]').forEach(function (d) { d.open = false; delete d.dataset.accordOpened })
})
// A link to something that is folded away opens the fold: "#entry-12" of the chronology.
function unfold () {
  const at = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null
  for (let d = at && at.closest('details'); d; d = d.parentElement.closest('details')) d.open = true
  if (at && at.closest('details')) at.scrollIntoView()
}
window.addEventListener('hashchange', unfold)
document.addEventListener('DOMContentLoaded', unfold)

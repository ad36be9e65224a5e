// Sentences as text nodes; what stands between backquotes becomes `code`.

export function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

export function words(sentence) {
  const parts = sentence.split("`").map((part, at) => (at % 2 ? element("code", "", part) : part));
  return element("span", "", ...parts);
}

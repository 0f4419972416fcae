// Two changes to one text: what stands in common, where it moves to, and both together.

// The one stretch in which two texts differ: characters start…end of the first became `words`.
export function difference(was, now) {
  const most = Math.min(was.length, now.length);
  let start = 0;
  while (start < most && was[start] === now[start]) start += 1;
  let tail = 0;
  while (tail < most - start && was[was.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  return { start, end: was.length - tail, words: now.slice(start, now.length - tail) };
}

// Where a place in a text is after one stretch of it was replaced.
export function placeAfter(place, { start, end, words }) {
  if (place <= start) return place;
  if (place >= end) return place + words.length - (end - start);
  return start + words.length;
}

// Both changes to one text. Where they touch, theirs comes first and ours after it: nothing is lost.
export function together(base, mine, theirs) {
  if (mine === base || mine === theirs) return theirs;
  if (theirs === base) return mine;
  const ours = difference(base, mine);
  const others = difference(base, theirs);
  if (ours.start > others.end) return put(put(base, ours), others);
  if (others.start > ours.end) return put(put(base, others), ours);
  const start = Math.min(ours.start, others.start);
  const end = Math.max(ours.end, others.end);
  const a = put(base, others).slice(start, end - (others.end - others.start) + others.words.length);
  const b = put(base, ours).slice(start, end - (ours.end - ours.start) + ours.words.length);
  const words = a.startsWith(b) ? a : b.startsWith(a) ? b : a + (/\S$/.test(a) && /^\S/.test(b) ? " " : "") + b;
  return put(base, { start, end, words });
}

function put(text, { start, end, words }) {
  return text.slice(0, start) + words + text.slice(end);
}

// Marks move along while one types, until the server has looked again.
export function marksAfter(marks, was, now) {
  if (was === now) return marks;
  const edit = difference(was, now);
  const grown = edit.words.length - (edit.end - edit.start);
  return marks.flatMap((mark) => {
    if (mark.to <= edit.start) return [mark];
    if (mark.from >= edit.end) return [{ ...mark, from: mark.from + grown, to: mark.to + grown }];
    if (mark.from <= edit.start && mark.to >= edit.end) {
      const to = mark.to + grown;
      return to > mark.from ? [{ ...mark, to }] : [];
    }
    return [];
  });
}

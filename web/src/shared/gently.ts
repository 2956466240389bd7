// Long work in short pieces, between which the page answers its reader.

const PIECE = 10; // milliseconds
const pause = () => new Promise((resolve) => setTimeout(resolve));

/** What is made of each of many, in order. */
export async function gently<Given, Made>(many: Given[], make: (one: Given, i: number) => Made): Promise<Made[]> {
  const made: Made[] = [];
  let since = 0;
  for (const [i, one] of many.entries()) {
    if (performance.now() - since > PIECE) {
      await pause();
      since = performance.now();
    }
    made.push(make(one, i));
  }
  return made;
}

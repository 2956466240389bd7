declare module "snowball-stemmer.jsx/dest/danish-stemmer.common.js" {
  export class DanishStemmer { stemWord(word: string): string; }
}
declare module "snowball-stemmer.jsx/dest/english-stemmer.common.js" {
  export class EnglishStemmer { stemWord(word: string): string; }
}

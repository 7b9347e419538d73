/** An even whole number below `below`. */
export type Draw = (below: number) => number

export function pick<Value>(draw: Draw, from: readonly Value[]): Value {
  const one = from[draw(from.length)]
  if (one === undefined) throw new RangeError('nothing to pick from')
  return one
}

export type Language = 'de' | 'en' | 'fr'

/** Words of offices, as files are named and letters are written; none belongs to anybody. */
const words: Readonly<Record<Language, readonly string[]>> = {
  de: 'ablage abnahme abrechnung akte anfrage angebot anhang anlage antrag auftrag auswertung bericht bestellung bilanz brief entwurf ergebnis formular gutschrift inventar jahr kosten kunde lieferung liste mahnung monat muster notiz plan protokoll rechnung reise schreiben stand tabelle termin umsatz unterlage urlaub vertrag vorlage wartung woche zahlung zeugnis zusatz'.split(
    ' ',
  ),
  en: 'account addendum agenda agreement annex archive balance budget claim contract cover customer delivery draft estimate expense figures form holiday index inventory invoice issue letter list meeting minutes month notes offer order overview payment plan policy project proposal quarter receipt report review salary schedule summary supplier table template transfer travel week year'.split(
    ' ',
  ),
  fr: 'accord achat annexe archive attestation avenant avis bilan bon brouillon budget client commande compte congé contrat courrier demande devis dossier facture fiche formulaire journal lettre liste livraison modèle mois note offre paiement plan procès projet rapport relevé rendez réponse réunion salaire semaine suivi tableau tarif voyage année'.split(
    ' ',
  ),
}
const small: Readonly<Record<Language, readonly string[]>> = {
  de: 'der die das und mit für ist wird nicht auf von zu im bis wir bitte noch auch am oder'.split(' '),
  en: 'the and of for with is will not on to in until we please also at or by from this'.split(' '),
  fr: 'le la les et de pour avec est sera pas sur en nous aussi au ou par ce dans une'.split(' '),
}

/** Whose words stand most often in these names; English where nothing says so. */
export function languageOf(names: readonly string[]): Language {
  const found =
    names
      .join(' ')
      .toLowerCase()
      .normalize('NFC')
      .match(/\p{L}+/gu) ?? []
  const score = (language: Language): number => {
    const own = new Set([...words[language], ...small[language]])
    const letters = { de: /[äöüß]/u, fr: /[éèêàçœ]/u, en: /$^/ }[language]
    return found.filter((word) => own.has(word) || letters.test(word)).length
  }
  const languages = ['en', 'de', 'fr'] as const
  return languages.reduce((best, one) => (score(one) > score(best) ? one : best))
}

export function wordsOf(language: Language): readonly string[] {
  return words[language]
}

/** A sentence that says nothing, with the letters of a language. */
export function sentence(language: Language, draw: Draw): string {
  const length = 5 + draw(12)
  const said = Array.from({ length }, (_, at) => pick(draw, at % 2 === 0 ? words[language] : small[language]))
  const text = said.join(' ')
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

/** Sentences in paragraphs, about so many bytes. */
export function prose(language: Language, draw: Draw, bytes: number): string {
  const paragraphs: string[] = []
  for (let length = 0; length < bytes;) {
    const one = Array.from({ length: 2 + draw(4) }, () => sentence(language, draw)).join(' ')
    paragraphs.push(one)
    length += Buffer.byteLength(one) + 2
  }
  return paragraphs.join('\n\n')
}

import './both-languages.css'

/** The same words in both languages beside each other, each marked as what it is. */
export function BothLanguages({ text }: { text: { readonly de: string; readonly en: string } }) {
  return (
    <div className="both-languages">
      <p lang="de">{text.de}</p>
      <p lang="en">{text.en}</p>
    </div>
  )
}

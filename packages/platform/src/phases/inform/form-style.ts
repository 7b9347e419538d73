/** What forms need beyond the stylesheet of the site. */
export const formStyle = `
form{margin:1rem 0}
fieldset{border:0;margin:0;padding:0;min-width:0}
legend{padding:0;font-weight:600}
.field{margin:1.1rem 0}
.field>label,.field legend{display:block;font-weight:600;margin-bottom:.2rem}
.field .note{margin:.1rem 0 .35rem}
.field input:not([type=checkbox],[type=radio]),.field textarea,.field select{font:inherit;width:100%;max-width:100%;padding:.55rem .6rem;color:var(--ink);background:var(--card);border:1px solid var(--soft);border-radius:.35rem}
.field textarea{min-height:9rem;resize:vertical}
.check{display:grid;grid-template-columns:auto 1fr;gap:.6rem;align-items:start}
.check input{width:1.4rem;height:1.4rem;margin:.1rem 0}
.two{display:grid;gap:0 1.2rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,14rem),1fr))}
.wrong{color:var(--bad);font-weight:600;margin:.3rem 0 0}
.field [aria-invalid=true][id]:not([type=radio]){border-color:var(--bad);border-width:2px}
.alert{border-left:.3rem solid var(--bad);padding:.8rem 1rem;margin:1rem 0}.alert h2{margin:0}.alert ul{margin:.4rem 0 0;padding-left:1.2rem}
button{font:inherit;font-weight:600;min-height:2.75rem;padding:.55rem 1.3rem;border:1px solid var(--link);border-radius:.35rem;background:var(--link);color:var(--bg);cursor:pointer}
button.quiet{margin:0;padding:.55rem 1.3rem;background:none;color:var(--link)}
.reference{font-size:1.5rem;font-weight:700;letter-spacing:.04em;font-variant-numeric:tabular-nums}
.trap{position:absolute;left:-99rem;width:1px;height:1px;overflow:hidden}
dl.typed{display:grid;gap:.2rem 1.5rem;grid-template-columns:minmax(8rem,auto) 1fr;margin:1rem 0}
dl.typed dt{color:var(--soft)}dl.typed dd{margin:0;overflow-wrap:anywhere;white-space:pre-line}
@media(max-width:30rem){dl.typed{grid-template-columns:1fr}dl.typed dd{margin-bottom:.5rem}}
`

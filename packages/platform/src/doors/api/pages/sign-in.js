// The sign-in page: asks the server what is to be signed, lets the passkey sign it, hands the answer back.

const { dataset } = document.body
const status = document.getElementById('status')
const forms = {
  signIn: document.getElementById('sign-in'),
  recover: document.getElementById('recover'),
  register: document.getElementById('register'),
  signOut: document.getElementById('sign-out'),
}
/** Where somebody came from; only a place of this console, whatever the link says. */
const to = URL.parse(new URLSearchParams(location.search).get('to') ?? '', location.origin)
const isOurs = to?.origin === location.origin && to.pathname.startsWith('/cases/')
const back = isOurs ? `${to.pathname}${to.search}` : undefined
let invitation = new URLSearchParams(location.hash.slice(1)).get('invitation')
// Whoever looks over the shoulder, or at the history, finds no link that still works.
if (invitation !== null) history.replaceState(null, '', '/sign-in')

on(forms.signIn, async () => {
  const options = await post('/api/sign-in/options')
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options)
  const credential = await navigator.credentials.get({ publicKey })
  showSignedIn(await post('/api/sign-in', { credential: credential.toJSON() }))
})

on(forms.register, async () => {
  const name = document.getElementById('name').value.trim()
  const options = await post('/api/registration/options', { invitation, ...(name === '' ? {} : { name }) })
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options)
  const credential = await navigator.credentials.create({ publicKey })
  showSignedIn(await post('/api/registration', { credential: credential.toJSON() }))
})

document.getElementById('lost').addEventListener('click', () => show('recover', ''))

on(forms.recover, async () => {
  const field = (id) => document.getElementById(id)
  const body = { person: field('person').value.trim(), code: field('code').value.trim() }
  const { claim, number } = await post('/api/recovery', body)
  field('code').value = ''
  show('none', `${dataset.tellNumber} ${number.slice(0, 4)} ${number.slice(4)}`)
  invitation = await confirmed(claim)
  show('register', dataset.recovered)
})

/** Waits for the second person; a server that does not answer for a moment is asked again. */
async function confirmed(claim) {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 3000))
    try {
      const found = await post('/api/recovery/collect', { claim })
      if (found.invitation !== null) return found.invitation
    } catch (error) {
      if (error.hint === undefined) continue
      show('recover', '')
      throw error
    }
  }
}

on(forms.signOut, async () => {
  await post('/api/sign-out')
  show('signIn', dataset.signedOut)
})

if (globalThis.PublicKeyCredential?.parseCreationOptionsFromJSON === undefined) {
  status.textContent = dataset.unsupported
} else if (invitation !== null) {
  show('register', '')
} else {
  const me = await fetch('/api/me')
  if (me.ok) showSignedIn({ person: (await me.json()).name })
}

function on(form, work) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const button = form.querySelector('button')
    button.disabled = true
    status.textContent = dataset.waiting
    try {
      await work()
    } catch (error) {
      status.textContent = wordsOf(error)
    }
    button.disabled = false
  })
}

async function post(path, body) {
  const answer = await fetch(path, {
    method: 'POST',
    ...(body === undefined
      ? {}
      : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  })
  if (answer.status === 204) return undefined
  const said = await answer.json()
  if (answer.ok) return said
  throw Object.assign(new Error(said.detail), { hint: said.hint })
}

function wordsOf(error) {
  if (error.hint !== undefined) return `${error.message} ${error.hint}`
  if (error instanceof DOMException) return dataset.cancelled
  return dataset.unreachable
}

function showSignedIn({ person }) {
  const link = document.getElementById('console')
  if (link !== null && back !== undefined) {
    link.href = back
    location.replace(back)
  }
  show('signOut', `${dataset.signedIn} ${person}.`)
}

function show(name, words) {
  for (const [each, form] of Object.entries(forms)) form.hidden = each !== name
  status.textContent = words
}

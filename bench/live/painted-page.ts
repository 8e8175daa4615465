import { chromium } from '@playwright/test'
import type { TestBrowser } from '@/lib/testing/browser'

/** The map in a real browser, which tells when a node shows another word, after the frame that paints it. */
export async function openPage(
  { executablePath, env }: TestBrowser,
  url: string,
  signIn: { readonly email: string; readonly password: string },
  nodes: number,
) {
  const args = [
    '--no-sandbox',
    '--disable-quic',
    '--disable-background-networking',
    '--disable-gpu',
    '--disable-software-rasterizer',
  ]
  const browser = await chromium.launch({ executablePath, args, env: { ...process.env, ...env } })
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  // Functions that run in the page are compiled with calls of this.
  await page.addInitScript('globalThis.__name ??= (named) => named')
  await page.goto(`${url}/sign-in?callbackUrl=${encodeURIComponent('/topology?view=architecture')}`)
  await page.getByLabel('E-mail').fill(signIn.email)
  await page.getByLabel('Password').fill(signIn.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  const isDrawn = (count: number) =>
    document.querySelectorAll('.react-flow__node').length >= count &&
    [...document.querySelectorAll('.react-flow__node')].filter((node) =>
      node.textContent?.includes('Healthy'),
    ).length >= count
  await page.waitForFunction(isDrawn, nodes, { timeout: 60_000 })
  const latencies: number[] = []
  return {
    nextPaint: (slug: string, word: string) => page.evaluate(waitForPaint, { slug, word }),
    record: (observedAtMs: number, paintedAtMs: number) => {
      latencies.push(paintedAtMs - observedAtMs)
    },
    latenciesMs: (): readonly number[] => latencies,
    close: () => browser.close(),
  }
}

/** Runs in the page. Two frames after the word is in the document it has been painted. */
function waitForPaint({ slug, word }: { slug: string; word: string }): Promise<number> {
  return new Promise((resolve) => {
    const node = document.querySelector(`.react-flow__node[data-id="${slug}"]`)
    if (!node) throw new Error(`${slug} is not on the map`)
    const finish = () => requestAnimationFrame(() => requestAnimationFrame(() => resolve(Date.now())))
    const watch = new MutationObserver(() => {
      if (!node.textContent?.includes(word)) return
      watch.disconnect()
      finish()
    })
    watch.observe(node, { childList: true, subtree: true, characterData: true })
  })
}

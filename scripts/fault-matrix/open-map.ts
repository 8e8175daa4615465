import { chromium, type Page } from '@playwright/test'
import { ensureBrowser } from '@/lib/testing/browser'
import type { Demo } from '@/lib/testing/demo'

const SHOWN_WITHIN_MS = 30_000

export interface OpenMap {
  /** Opens the map with a node selected; resolves once the page shows that node healthy. */
  show(node: string): Promise<void>
  /** When the page showed the word for the node that is open, in epoch milliseconds; null when it did not in time. */
  shows(word: 'Down' | 'Healthy', withinMs: number): Promise<number | null>
  close(): Promise<void>
}

/** The map in a real browser, signed in as the auditor. */
export async function openMap(demo: Demo): Promise<OpenMap> {
  const { executablePath, env } = await ensureBrowser(console.log)
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-gpu'],
    env: { ...process.env, ...env },
  })
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  // Functions that run in the page are compiled with calls of this.
  await page.addInitScript('globalThis.__name ??= (named) => named')
  await page.goto(`${demo.url}/sign-in`)
  await page.getByLabel('E-mail').fill(demo.users.auditor.email)
  await page.getByLabel('Password').fill(demo.users.auditor.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('navigation', { name: 'Console' }).waitFor({ timeout: SHOWN_WITHIN_MS })
  return {
    show: (node) => showNode(page, demo, node),
    shows: (word, withinMs) => page.evaluate(waitForWord, { word, withinMs }),
    close: () => browser.close(),
  }
}

async function showNode(page: Page, demo: Demo, node: string): Promise<void> {
  await page.goto(`${demo.url}/topology?node=${node}`)
  const head = page.locator('aside[aria-label^="Details of "] header')
  await head.getByText('Healthy', { exact: true }).waitFor({ timeout: SHOWN_WITHIN_MS })
}

/** Runs in the page: waits for the word in the head of the panel, and for the frame after it. */
function waitForWord({ word, withinMs }: { word: string; withinMs: number }): Promise<number | null> {
  const isShown = () =>
    [...document.querySelectorAll('aside[aria-label^="Details of "] header *')].some(
      (element) => element.childElementCount <= 1 && element.textContent?.trim() === word,
    )
  return new Promise((resolve) => {
    const end = (atMs: number | null) => {
      watch.disconnect()
      clearTimeout(timer)
      resolve(atMs)
    }
    const look = () => {
      if (isShown()) requestAnimationFrame(() => requestAnimationFrame(() => end(Date.now())))
    }
    const watch = new MutationObserver(look)
    const timer = setTimeout(() => end(null), withinMs)
    watch.observe(document.body, { childList: true, subtree: true, characterData: true })
    look()
  })
}

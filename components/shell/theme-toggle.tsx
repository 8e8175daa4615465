'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useId, useSyncExternalStore } from 'react'
import { parseTheme, type Theme, themeCookie, themes } from '../tokens/theme'
import styles from './theme-toggle.module.css'

const icons = { light: Sun, dark: Moon, system: Monitor } as const
const titles = { light: 'Light', dark: 'Dark', system: 'Like this device' } as const
const yearSeconds = 365 * 86_400

/** The choice lives in a cookie, so that the server draws the right theme at once. */
export function ThemeToggle() {
  const theme = useSyncExternalStore(subscribe, readTheme, () => 'system')
  const name = useId()
  return (
    <fieldset className={styles.toggle}>
      <legend className="visually-hidden">Theme</legend>
      {themes.map((choice) => {
        const Icon = icons[choice]
        return (
          <label key={choice} title={titles[choice]}>
            <input
              type="radio"
              name={name}
              className="visually-hidden"
              checked={theme === choice}
              onChange={() => applyTheme(choice)}
            />
            <Icon size={14} aria-hidden />
            <span className="visually-hidden">{titles[choice]}</span>
          </label>
        )
      })}
    </fieldset>
  )
}

function readTheme(): Theme {
  return parseTheme(document.documentElement.dataset.theme)
}

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}

function applyTheme(theme: Theme) {
  const secure = location.protocol === 'https:' ? '; secure' : ''
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain HTTP
  document.cookie = `${themeCookie}=${theme}; path=/; max-age=${yearSeconds}; samesite=lax${secure}`
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

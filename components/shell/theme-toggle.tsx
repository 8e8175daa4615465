'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useState } from 'react'
import { type Theme, themeCookie, themes } from '../tokens/theme'
import styles from './theme-toggle.module.css'

const icons = { light: Sun, dark: Moon, system: Monitor } as const
const titles = { light: 'Light', dark: 'Dark', system: 'Like this device' } as const
const yearSeconds = 365 * 86_400

/** The choice lives in a cookie, so that the server draws the right theme at once. */
export function ThemeToggle({ initial }: { readonly initial: Theme }) {
  const [theme, setTheme] = useState(initial)
  const choose = (next: Theme) => {
    setTheme(next)
    applyTheme(next)
  }
  return (
    <fieldset className={styles.toggle}>
      <legend className="visually-hidden">Theme</legend>
      {themes.map((choice) => {
        const Icon = icons[choice]
        return (
          <label key={choice} title={titles[choice]}>
            <input
              type="radio"
              name="theme"
              className="visually-hidden"
              checked={theme === choice}
              onChange={() => choose(choice)}
            />
            <Icon size={14} aria-hidden />
            <span className="visually-hidden">{titles[choice]}</span>
          </label>
        )
      })}
    </fieldset>
  )
}

function applyTheme(theme: Theme) {
  const secure = location.protocol === 'https:' ? '; secure' : ''
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain HTTP
  document.cookie = `${themeCookie}=${theme}; path=/; max-age=${yearSeconds}; samesite=lax${secure}`
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

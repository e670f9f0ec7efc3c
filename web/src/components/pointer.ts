let down = false;
if (typeof window !== 'undefined') {
  window.addEventListener('pointerdown', () => (down = true), true);
  for (const end of ['pointerup', 'pointercancel'] as const) window.addEventListener(end, () => (down = false), true);
}

/**
 * Runs `action` at once, or when the pointer that is down has been released and its click is done. Pressing a button takes
 * the focus from a field: what that shows must not move the button away under the pointer, or the click is lost.
 */
export function after_click(action: () => void): void {
  if (!down) return action();
  const later = () => {
    for (const end of ['pointerup', 'pointercancel'] as const) window.removeEventListener(end, later);
    window.setTimeout(action, 0);
  };
  for (const end of ['pointerup', 'pointercancel'] as const) window.addEventListener(end, later);
}

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { start_messages } from './messages';
import './styles/base.css';
import './styles/components.css';
import './styles/shell.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element #root');
void start_messages().then(() =>
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  ),
);

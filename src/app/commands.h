#pragma once

// One function per command family, each in src/app/<family>_commands.cpp; app.cpp calls them.

namespace CLI {
class App;
}

namespace clearway::app {

class Context;

void add_screen_commands(CLI::App& app, Context& context);          // screen
void add_sample_commands(CLI::App& app, Context& context);          // generate
void add_record_commands(CLI::App& app, Context& context);          // db migrate, backup, restore, verify; audit verify
void add_serve_commands(CLI::App& app, Context& context);           // serve, openapi, db load-sample
void add_model_commands(CLI::App& app, Context& context);           // model train, evaluate
void add_version_commands(CLI::App& app, Context& context);         // model list, approve, activate, roll-back
void add_watch_commands(CLI::App& app, Context& context);           // model watch
void add_rehearse_commands(CLI::App& app, Context& context);        // rehearse
void add_law_commands(CLI::App& app, Context& context);             // law show, history, list, check
void add_decision_commands(CLI::App& app, Context& context);        // decision replay
void add_audit_sample_commands(CLI::App& app, Context& context);    // audit-sample draw
void add_random_commands(CLI::App& app, Context& context);          // random publish, verify
void add_debt_commands(CLI::App& app, Context& context);            // debt compute, plans, steps, distribute
void add_debt_statement_commands(CLI::App& app, Context& context);  // debt statement, figures
void add_correction_commands(CLI::App& app, Context& context);      // correction quote
void add_tariff_commands(CLI::App& app, Context& context);          // tariff import
void add_assess_commands(CLI::App& app, Context& context);          // assess
void add_ledger_commands(CLI::App& app, Context& context);          // ledger verify, statement
void add_payment_commands(CLI::App& app, Context& context);         // payment import, issue, overdue
void add_document_commands(CLI::App& app, Context& context);        // document render, check
void add_detect_commands(CLI::App& app, Context& context);          // detect

}  // namespace clearway::app

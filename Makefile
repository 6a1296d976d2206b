# Every command of the project; `make help` lists them.
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
export PYTHONDONTWRITEBYTECODE := 1

.PHONY: help
help: ## List the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

.PHONY: setup
setup: ## Install what is missing (every other command does it itself)
	@deploy/local/setup.sh run

.PHONY: run
run: setup ## Start everything on this machine and print the addresses (DEMO=no: without demo data)
	@$(if $(DEMO),SCHAKEL_DEMO=$(DEMO)) $(PYTHON) -m deploy.local.run

.PHONY: demo
demo: setup ## Run the main job end to end; results in build/demo (AT=address: a running instance)
	@$(PYTHON) -m deploy.demo.run $(if $(AT),--at $(AT))

.PHONY: provider
provider: setup ## Add a provider to the running instance: NAME="…" OWNER=e-mail
	@$(PYTHON) -m deploy.local.provider --name "$$NAME" --owner "$$OWNER"

.PHONY: storage-check
storage-check: setup ## Compare the running instance's database with its storage (ARGS="--digests --remove-orphans")
	@$(PYTHON) -m deploy.local.storage_check $(ARGS)

.PHONY: evidence-check
evidence-check: setup ## Prove the evidence of the running instance (CHANGE=id), or a report: FILE=report.json
	@$(PYTHON) -m deploy.local.evidence_check $(if $(CHANGE),--change $(CHANGE)) $(if $(FILE),--file "$(abspath $(FILE))")

.PHONY: reconcile
reconcile: setup ## Settle mail in doubt in the running instance by the mail server's log: LOG=… (ARGS="--zone …")
	@$(PYTHON) -m deploy.local.reconcile $(ARGS) < "$$LOG"

.PHONY: data
data: setup ## Add a provider of SIZE clients to the running instance: make data SIZE=100000
	@$(PYTHON) -m bench.data $(or $(SIZE),10000)

.PHONY: verify
verify: setup ## Check the seal of a PDF offline: FILE=… CERTIFICATE=… (the provider's public one)
	@$(PYTHON) -m services.documents.verify "$$FILE" $(if $(CERTIFICATE),--certificate "$$CERTIFICATE")

.PHONY: clean-data
clean-data: ## Throw away the data of `make run` and start over
	@$(PYTHON) -m deploy.local.run --clean

.PHONY: test
test: ## Run every test, on real parts
	@deploy/local/setup.sh test
	@$(MAKE) --no-print-directory style
	@$(PYTHON) -m pytest -n 2 --dist loadgroup

.PHONY: postfix
postfix: ## Send through a real Postfix of its own and read its log (as root; installs Debian's)
	@deploy/local/setup.sh postfix
	@$(PYTHON) -m pytest -n 0 -s -q tests/postfix/against_postfix.py

.PHONY: check
check: setup style ## Format, lint, types, import rules, sizes
	@$(PYTHON) -m pytest -q tests/rules

.PHONY: style
style:
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

.PHONY: bench
bench: ## Measure, as ratios (ONLY=documents for one service); build/bench/*.json
	@deploy/local/setup.sh bench
	@$(PYTHON) -m bench $(ONLY)

.PHONY: mail-lint
mail-lint: setup ## Score every built-in message by Debian's spamassassin and rspamd, where they are installed
	@$(PYTHON) -m tests.notifications.mail_lint

.PHONY: endurance
endurance: ## Convert a thousand documents to PDF, two at once (CONVERSIONS=…), and look at what is left
	@CONVERSIONS=$(or $(CONVERSIONS),1000) $(PYTHON) -m pytest -n 0 -s -q tests/documents/test_pdf_endurance.py

.PHONY: faults
faults: ## Break notifications at random for MINUTES (10), and count who was lost or told twice; SEED
	@deploy/local/setup.sh faults
	@$(PYTHON) -m tests.faults --minutes $(or $(MINUTES),10) $(if $(SEED),--seed $(SEED))

.PHONY: fuzz
fuzz: setup ## Break templates at random for SECONDS (600), then the gate by EXAMPLES (2,000) histories; SEED
	@SCHAKEL_FUZZ_SECONDS=$(or $(SECONDS),600) $(if $(SEED),SCHAKEL_FUZZ_SEED=$(SEED)) \
		$(PYTHON) -m pytest -q -s -n 0 tests/documents/test_fuzz.py -k "swell"
	@HYPOTHESIS_PROFILE=deep EXAMPLES=$(or $(EXAMPLES),2000) $(PYTHON) -m pytest -q -s -n 0 \
		tests/contracts/test_gate_model.py $(if $(SEED),--hypothesis-seed=$(SEED))

# crm_metrics: CRM metrics in SQL, for PostgreSQL 15 and later.
#   make, make install, make installcheck, make clean     as any PGXS extension; PG_CONFIG=... picks the server
#   make demo, make test, make bench                       everything on a throw-away server (demo/run, test/run, bench/run)
#   make dist                                              the last commit as crm_metrics-VERSION.zip and .tar.gz, in DISTDIR
EXTENSION = crm_metrics
MODULE_big = crm_metrics
EXTVERSION := $(shell sed -n "s/^default_version = '\(.*\)'/\1/p" crm_metrics.control)
DATA_built = sql/$(EXTENSION)--$(EXTVERSION).sql
# From each released version to a later one.
DATA = $(sort $(wildcard sql/updates/$(EXTENSION)--*--*.sql))
OBJS = $(patsubst %.cpp,%.o,$(sort $(wildcard src/*/*.cpp)))
REGRESS = $(patsubst test/sql/%.sql,%,$(sort $(wildcard test/sql/*.sql)))
REGRESS_OPTS = --inputdir=test --load-extension=$(EXTENSION)
EXTRA_CLEAN = sql/$(EXTENSION)--$(EXTVERSION).sql $(OBJS:.o=.d) $(OBJS:.o=.bc) test/unit/build test/fuzz/build .built-for

# These three find and install what they need themselves, PostgreSQL included.
ifneq ($(filter demo test bench,$(MAKECMDGOALS)),)
demo test bench:
	@$@/run
.PHONY: demo test bench
else ifneq ($(filter dist,$(MAKECMDGOALS)),)
DISTVERSION := $(shell sed -n 's/^   "version": "\(.*\)",$$/\1/p' META.json)
DISTNAME = $(EXTENSION)-$(DISTVERSION)
DISTDIR ?= .
dist:
	git archive --prefix=$(DISTNAME)/ -o $(DISTDIR)/$(DISTNAME).zip HEAD
	git archive --prefix=$(DISTNAME)/ -o $(DISTDIR)/$(DISTNAME).tar.gz HEAD
.PHONY: dist
else

PG_CONFIG ?= pg_config
ifeq ($(shell $(PG_CONFIG) --version 2>/dev/null),)
$(error $(PG_CONFIG) does not run: install the PostgreSQL server headers (postgresql-server-dev-NN) or give PG_CONFIG=/path/to/pg_config)
endif
ifneq ($(filter 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14,$(shell $(PG_CONFIG) --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')),)
$(error crm_metrics needs PostgreSQL 15 or later; $(PG_CONFIG) is $(shell $(PG_CONFIG) --version))
endif

DIALECT = -std=c++20 -fno-exceptions -fno-rtti -fvisibility=hidden
WARNINGS = -Wall -Wextra -Wshadow -Wconversion -Wold-style-cast -Wno-missing-field-initializers
ifneq ($(findstring clang,$(CXX)),)
# No code may run when the library is loaded; the server's own flags name warnings of gcc.
WARNINGS += -Wglobal-constructors -Wexit-time-destructors -Wno-unknown-warning-option
endif
# WERROR=1: for our own tests; a compiler newer than we know must not stop a user.
WERROR_FLAG = $(if $(WERROR),-Werror)
# -isystem: the warnings are about our code, not about the server's headers.
PG_CPPFLAGS = -Isrc -isystem $(shell $(PG_CONFIG) --includedir-server) -DCRM_VERSION='"$(EXTVERSION)"'
PG_CXXFLAGS = $(DIALECT) $(WARNINGS) $(WERROR_FLAG) -MMD -MP
# The linker hides what -fvisibility=hidden cannot.
SHLIB_LINK = $(if $(filter darwin,$(PORTNAME)),,-Wl$(comma)--version-script=src/pg/exports.map)
comma = ,
PGXS := $(shell $(PG_CONFIG) --pgxs)
include $(PGXS)
# The macro comes back by its name where the compiler has no such type.
ifeq ($(shell echo __SIZEOF_INT128__ | $(CXX) -E -P -x c++ - 2>/dev/null),__SIZEOF_INT128__)
$(error crm_metrics needs a 64-bit system: sums of time are 128-bit integers, which $(CXX) does not have for this one)
endif
# PGXS compiles bitcode without PG_CXXFLAGS.
BITCODE_CXXFLAGS += $(DIALECT)

# PGXS has no dependency tracking of its own here; the bitcode follows its object.
-include $(OBJS:.o=.d)
$(OBJS): Makefile crm_metrics.control src/pg/exports.map .built-for
# Another server or compiler: everything is built again.
BUILT_FOR = $(VERSION) $(PG_CONFIG) $(CXX) $(WERROR)
ifneq ($(BUILT_FOR),$(shell cat .built-for 2>/dev/null))
.built-for: always
endif
.built-for:
	@echo '$(BUILT_FOR)' > $@
.PHONY: always
$(OBJS:.o=.bc): %.bc: %.o

sql/$(EXTENSION)--$(EXTVERSION).sql: sql/expand.awk $(sort $(wildcard sql/modules/*.sql))
	awk -f $^ > $@.tmp
	mv $@.tmp $@

endif

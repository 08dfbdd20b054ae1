# The front door. CMake does the building; `make help` lists what this file adds.
#
#   BUILD=DIR    build directory (build)         JOBS=N   compile jobs (the number of cores)
#   PORT=N       where `make run` listens (8080) CONFIG=FILE  cameras of yours for `make run`
#   CMAKE_FLAGS  more options for CMake, e.g. CMAKE_FLAGS=-DNGINX_SOURCE_DIR=/path/to/nginx
#   BENCH=NAME   one benchmark for `make bench` (all)
#   DEPS=no      install nothing
#
# CMake's own options, for those who call it directly: CMAKE_BUILD_TYPE (Release, RelWithDebInfo,
# Debug), LIVECAM_SANITIZE (address,undefined or thread), LIVECAM_WERROR, LIVECAM_TESTS,
# LIVECAM_SIMULATOR, NGINX_SOURCE_DIR, NGINX_OBJS_DIR, NGINX_BINARY.

BUILD ?= build
JOBS ?= $(shell nproc)
PORT ?= 8080
CONFIG ?=
CMAKE_FLAGS ?=
BENCH ?=
DEPS ?= yes
DESTDIR ?=
PREFIX ?= /usr/local

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := all
.PHONY: all run test install package packages-test bench asan tsan deps deps-run deps-test deps-bench clean help

all: deps-run ## build livecamd, livecamctl, the nginx module and the camera simulator
	@$(call configure,$(BUILD),-DLIVECAM_TESTS=OFF,$(BUILD)/build.ninja $(BUILD)/Makefile)
	@$(call compile,$(BUILD),livecam)

run: all ## show a wall on http://127.0.0.1:8080/ until Ctrl-C (PORT=8081, CONFIG=cameras.json)
	@exec env BUILD_DIR='$(BUILD)' PORT='$(PORT)' CONFIG='$(CONFIG)' bash conf/dev/run.sh

test: deps-test ## build everything and run all tests
	@$(call configure,$(BUILD),-DLIVECAM_TESTS=ON)
	@$(call compile,$(BUILD),all)
	@ctest --test-dir $(BUILD) --output-on-failure --no-tests=error -j2

install: all ## install what was built (DESTDIR=, PREFIX=/usr/local)
	@DESTDIR='$(DESTDIR)' cmake --install $(BUILD) --prefix '$(PREFIX)'

package: all ## make the Debian packages in BUILD
	@cd $(BUILD) && cpack > cpack.log || { cat cpack.log; exit 1; }
	@ls $(BUILD)/*.deb

packages-test: package ## install them into a clean Debian 12, as root and with the network
	@bash tests/packages/clean_debian.sh $(BUILD)

bench: deps-bench ## measure what things cost (build-bench; BENCH=store: one of them)
	@$(call configure,build-bench,-DLIVECAM_TESTS=ON -DCMAKE_BUILD_TYPE=RelWithDebInfo)
	@$(call compile,build-bench,bench)
	@bash tests/bench/run.sh build-bench $(BENCH)

asan: deps-test ## all tests under AddressSanitizer and UndefinedBehaviorSanitizer (build-asan)
	@$(call configure,build-asan,-DLIVECAM_TESTS=ON -DLIVECAM_SANITIZE=address$(comma)undefined)
	@$(call compile,build-asan,all)
	@ctest --test-dir build-asan --output-on-failure --no-tests=error -j2

tsan: deps-test ## all tests under ThreadSanitizer (build-tsan)
	@$(call configure,build-tsan,-DLIVECAM_TESTS=ON -DLIVECAM_SANITIZE=thread)
	@$(call compile,build-tsan,all)
	@ctest --test-dir build-tsan --output-on-failure --no-tests=error -j2

deps: deps-test ## install the Debian packages that are missing, for running and for the tests

deps-run:
	@[ '$(DEPS)' = no ] || bash conf/dev/deps.sh run

deps-test:
	@[ '$(DEPS)' = no ] || bash conf/dev/deps.sh test

deps-bench:
	@[ '$(DEPS)' = no ] || bash conf/dev/deps.sh bench

clean: ## remove what was built
	rm -rf build build-asan build-tsan build-bench

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

comma := ,

# $(call configure,dir,options[,files]): runs CMake, quiet unless something is wrong. CMake runs
# itself again when its inputs change, so with files given and one of them there, it is not called.
configure = $(if $(and $(3),$(wildcard $(3)),$(if $(CMAKE_FLAGS),,yes)),:,cmake -S . -B $(1) \
	$(if $(wildcard $(1)/CMakeCache.txt),,$$(command -v ninja > /dev/null && echo -G Ninja)) \
	-DCMAKE_MESSAGE_LOG_LEVEL=WARNING $(2) $(CMAKE_FLAGS) > /dev/null)

# $(call compile,dir,target): on a terminal Ninja shows one line of progress; elsewhere, only problems.
compile = if [ -t 1 ] || [ ! -e $(1)/build.ninja ]; then cmake --build $(1) -j $(JOBS) --target $(2); \
	else cmake --build $(1) -j $(JOBS) --target $(2) -- --quiet; fi

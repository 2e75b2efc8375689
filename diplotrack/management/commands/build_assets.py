from django.core.management.base import BaseCommand

from diplotrack.assets import build_chart_bundle, collect_static, compile_catalogues


class Command(BaseCommand):
    help = (
        "Generate the chart bundle, compile the translations and collect static files, where they "
        "are missing or old."
    )

    requires_system_checks = []  # a container image is built before there is a database

    def handle(self, *args, **options):
        self.stdout.write("Generating the chart bundle ...")
        build_chart_bundle()
        self.stdout.write("Compiling the translations ...")
        compile_catalogues()
        self.stdout.write("Collecting static files ...")
        collect_static()

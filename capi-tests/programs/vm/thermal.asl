// SPDX-License-Identifier: LGPL-2.1-or-later
// Two thermal zones that are always as warm: one at 40 degrees, one at 80, which is above the temperature at which something
// ought to be slowed down. In tenths of kelvins.
DefinitionBlock ("table.aml", "SSDT", 2, "OXNL", "ZONES", 1)
{
    External (\_SB.PCI0, DeviceObj)

    ThermalZone (\_TZ.WARM)
    {
        Method (_TMP) { Return (3132) }
        Method (_CRT) { Return (3932) }
        Method (_HOT) { Return (3732) }
    }
    ThermalZone (\_TZ.HOTT)
    {
        Method (_TMP) { Return (3532) }
        Method (_CRT) { Return (4032) }
        Method (_PSV) { Return (3432) }
        Method (_TC1) { Return (1) }
        Method (_TC2) { Return (2) }
        Method (_TSP) { Return (300) }
        Method (_PSL) { Return (Package () { \_SB.PCI0 }) }
    }
}
